//! The process of a session while it runs: started, greeted, asked.

use std::io;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::harness::answers::Answer;
use crate::harness::protocol::{self, Exchange, Lines, Told, Violation};
use crate::harness::session::{Network, SessionError, Setting, Sight};
use crate::harness::site;
use crate::model::limits::Limits;
use crate::model::observation::Broken;
use crate::model::processes::Tree;
use crate::sandbox::{Command, Exit, Happened, Mount, Process};
use crate::util::clock;

/// Where our program, the submission and its packages are, inside.
const HARNESS: &str = "/harness";
const SUBMISSION: &str = "/submission";
const PACKAGES: &str = "/packages";
/// The shortest time that an interpreter gets to start in.
const START: Duration = Duration::from_secs(20);
/// What is quoted of standard error when our program does not start.
const QUOTED: usize = 2000;

/// A process that has greeted us and waits for a question.
#[derive(Debug)]
pub(super) struct Running {
    process: Process,
    lines: Lines,
    /// What a question leaves behind can be found and ended from inside.
    pub(super) sweeps: bool,
}

impl Running {
    pub(super) fn start(setting: &Setting<'_>) -> Result<Self, SessionError> {
        let process = setting.sandbox.start(&command(setting))?;
        let mut running = Self {
            process,
            lines: Lines::default(),
            sweeps: false,
        };
        let deadline = clock::now() + START.max(setting.limits.wall);
        match running.greeting(setting, deadline) {
            Ok(()) => Ok(running),
            Err(reason) => {
                let errors = running.process.end().stderr;
                let tail =
                    String::from_utf8_lossy(&errors[errors.len().saturating_sub(QUOTED)..]).into_owned();
                let reason = format!("{reason}; it said: {}", tail.trim_end());
                Err(SessionError::NoGreeting {
                    python: setting.interpreter.program.clone(),
                    reason,
                })
            }
        }
    }

    fn greeting(&mut self, setting: &Setting<'_>, deadline: Instant) -> Result<(), String> {
        let longest = protocol::longest_line(&setting.limits);
        loop {
            if let Some(line) = self.lines.next(longest).map_err(|violation| violation.0)? {
                let hello = protocol::hello(&line, setting.mode.as_str()).map_err(|violation| violation.0)?;
                self.sweeps = hello.proc;
                return Ok(());
            }
            match self.process.wait(deadline, None) {
                Happened::Bytes(bytes) => self.lines.push(&bytes),
                Happened::Closed => return Err("it closed the channel".to_owned()),
                Happened::Exited(Exit::Code(status)) => return Err(format!("it ended with status {status}")),
                Happened::Exited(Exit::Signal(signal)) => return Err(format!("signal {signal} ended it")),
                Happened::Limit(kind) => return Err(format!("it met the limit of {kind:?}")),
            }
        }
    }

    /// The sockets of the web site, when there is one.
    pub(super) fn listeners(&self) -> io::Result<Vec<TcpListener>> {
        self.process
            .listeners()
            .iter()
            .map(TcpListener::try_clone)
            .collect()
    }

    pub(super) fn exchange<A: Answer>(
        &mut self,
        question: &[u8],
        mut exchange: Exchange<A>,
        limits: &Limits,
    ) -> Result<Told<A>, Broken> {
        let longest = protocol::longest_line(limits);
        let deadline = clock::now() + limits.wall;
        // The sandbox counts from the start of the tree; one question may print and use this much more.
        self.process.forget_output();
        self.process.begin_tree();
        let cpu = self.process.usage().cpu + limits.cpu;
        if self.process.send(question, deadline).is_err() {
            return Err(self.how_it_ended(deadline));
        }
        loop {
            while let Some(line) = self.lines.next(longest)? {
                if let Some(told) = exchange.take(&line)? {
                    if !self.lines.is_empty() {
                        return Err(Broken::Protocol(
                            "more was said after the end of an answer".to_owned(),
                        ));
                    }
                    return Ok(told);
                }
            }
            match self.process.wait(deadline, Some(cpu)) {
                Happened::Bytes(bytes) => self.lines.push(&bytes),
                Happened::Closed => return Err(self.how_it_ended(deadline)),
                Happened::Exited(exit) => return Err(exit.into()),
                Happened::Limit(kind) => return Err(Broken::Limit(kind)),
            }
        }
    }

    /// The processes that the last question made; `stays` when the process that asks them is to be asked again.
    pub(super) fn tree(&mut self, stays: bool) -> Option<Tree> {
        if !stays {
            self.process.stop();
        }
        // What had to be ended has been killed: this waits until the kernel is done with it.
        self.process.tree(clock::now() + START)
    }

    /// The process does not listen or speak any more: the kernel knows why.
    fn how_it_ended(&mut self, deadline: Instant) -> Broken {
        loop {
            match self.process.wait(deadline, None) {
                Happened::Bytes(_) => {}
                Happened::Closed => return Broken::Protocol("the channel was closed".to_owned()),
                Happened::Exited(exit) => return exit.into(),
                Happened::Limit(kind) => return Broken::Limit(kind),
            }
        }
    }
}

impl From<Violation> for Broken {
    fn from(violation: Violation) -> Self {
        Self::Protocol(violation.0)
    }
}

impl From<Exit> for Broken {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Code(status) => Self::Exited(status),
            Exit::Signal(signal) => Self::Signalled(signal),
        }
    }
}

fn command(setting: &Setting<'_>) -> Command {
    let interpreter = setting.interpreter;
    let main = format!("{HARNESS}/main.py");
    let args = ["-I", "-S", "-B", &main, setting.mode.as_str(), SUBMISSION];
    let packages = setting.packages.map(|_| PACKAGES);
    let args = args.into_iter().chain(packages).map(str::to_owned).collect();
    let beside = interpreter
        .program
        .parent()
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    let path = format!("{beside}:/usr/local/bin:/usr/bin:/bin");
    let env = [
        ("PATH", path.as_str()),
        ("LANG", "C.UTF-8"),
        ("HOME", "/tmp"),
        ("PYTHONHASHSEED", "0"),
        // Each thread that allocates would otherwise reserve an arena of 64 MiB of its own.
        ("MALLOC_ARENA_MAX", "1"),
        // What is bound before a fork is not bound again in every copy.
        ("LD_BIND_NOW", "1"),
    ];
    let mut mounts = interpreter.mounts.clone();
    mounts.push(Mount::Files {
        target: HARNESS.into(),
        files: interpreter.harness.clone(),
    });
    mounts.push(Mount::Files {
        target: SUBMISSION.into(),
        files: setting.files.clone(),
    });
    mounts.extend(setting.packages.map(|packages| Mount::Bind {
        source: packages.directory.clone(),
        target: PACKAGES.into(),
    }));
    mounts.extend(["/tmp", "/dev/shm"].map(|target| Mount::Scratch {
        target: target.into(),
    }));
    Command {
        program: interpreter.program.clone(),
        args,
        env: env
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        cwd: SUBMISSION.into(),
        mounts,
        limits: setting.limits.clone(),
        loopback: setting.network == Network::Site,
        listen: match setting.network {
            Network::None => Vec::new(),
            Network::Site => site::PORTS.to_vec(),
        },
        observed: setting.sight == Sight::Observed,
    }
}
