//! One sandboxed interpreter with our program in it, and the questions it is asked.

use std::hash::{BuildHasher as _, RandomState};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use crate::harness::answers::{Answer, Imported, Modelled, Prepared, Shape, Stepped};
use crate::harness::protocol::{self, End, Exchange, Lines, Violation};
use crate::harness::python::Interpreter;
use crate::harness::questions::{self, ModelQuestion, Question, ScenarioQuestion, ScheduleQuestion};
use crate::model::limits::Limits;
use crate::model::observation::{Broken, LimitKind};
use crate::sandbox::{Command, Exit, Happened, Mount, Process, Sandbox, SandboxError};

/// Where our program and the submission are, inside.
const HARNESS: &str = "/harness";
const SUBMISSION: &str = "/submission";
/// The shortest time that an interpreter gets to start in.
const START: Duration = Duration::from_secs(20);
/// What is quoted of standard error when our program does not start.
const QUOTED: usize = 2000;
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

/// Files of a submission: relative path and bytes.
pub(crate) type Files = Vec<(String, Arc<[u8]>)>;

/// In which way our program runs the submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// As it is.
    Plain,
    /// Thread by thread, under schedules that we choose.
    Driven,
}

impl Mode {
    fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Driven => "driven",
        }
    }
}

/// What a session is made of.
#[derive(Debug, Clone)]
pub(crate) struct Setting<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) interpreter: &'a Interpreter,
    pub(crate) mode: Mode,
    /// The submission; nothing at all for a teacher's model.
    pub(crate) files: Files,
    pub(crate) limits: Limits,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The processes with the student's code are at fault.
    Broken(Broken),
    /// The grader or the machine is.
    Fault(SessionError),
}

/// A fault of the grader or of the machine.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionError {
    #[error("cannot start Python in the sandbox")]
    Start(#[from] SandboxError),
    #[error("the harness did not start in {}: {reason}", .python.display())]
    NoGreeting { python: PathBuf, reason: String },
}

impl From<Broken> for Trouble {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<SessionError> for Trouble {
    fn from(error: SessionError) -> Self {
        Self::Fault(error)
    }
}

/// A session. When its process had to be ended, the next question starts another one, in which what the question
/// rests on (the import, the prepared scenario) is asked again first.
#[derive(Debug)]
pub(crate) struct Session<'a> {
    setting: Setting<'a>,
    running: Option<Running>,
    /// What the questions rest on.
    foundation: Option<Question>,
    serial: u64,
    keys: RandomState,
}

#[derive(Debug)]
struct Running {
    process: Process,
    lines: Lines,
}

impl<'a> Session<'a> {
    /// Starts the interpreter and waits for our program's greeting.
    pub(crate) fn start(setting: Setting<'a>) -> Result<Self, SessionError> {
        let running = Some(Running::start(&setting)?);
        Ok(Self {
            setting,
            running,
            foundation: None,
            serial: 0,
            keys: RandomState::new(),
        })
    }

    /// Plain mode: imports the submission's file.
    pub(crate) fn import(&mut self, file: &str) -> Result<Imported, Trouble> {
        self.found(Question::Import {
            file: file.to_owned(),
        })
    }

    /// Plain mode: pieces of code, in a fork of the interpreter that has imported the file.
    pub(crate) fn steps(
        &mut self,
        file: &str,
        needs: &[String],
        code: &[String],
    ) -> Result<Stepped, Trouble> {
        let question = Question::Steps {
            file: file.to_owned(),
            needs: needs.to_vec(),
            code: code.to_vec(),
        };
        self.ask(&question)
    }

    /// Plain mode, without a submission: a sequential model, in each of some orders.
    pub(crate) fn model(&mut self, model: ModelQuestion) -> Result<Modelled, Trouble> {
        debug_assert!(
            self.setting.files.is_empty(),
            "a model is never run beside a submission"
        );
        self.ask(&Question::Model(model))
    }

    /// Driven mode: prepares a scenario.
    pub(crate) fn prepare(&mut self, scenario: ScenarioQuestion) -> Result<Prepared, Trouble> {
        self.found(Question::Scenario(scenario))
    }

    /// Driven mode: one schedule of the prepared scenario. The search knows what it reads out of the answer.
    pub(crate) fn schedule<A: DeserializeOwned>(&mut self, schedule: ScheduleQuestion) -> Result<A, Trouble> {
        self.ask(&Question::Schedule(schedule))
            .map(|Shape(answer)| answer)
    }

    fn found<A: Answer>(&mut self, question: Question) -> Result<A, Trouble> {
        self.foundation = None;
        let answer = self.ask(&question);
        self.foundation = Some(question);
        answer
    }

    fn ask<A: Answer>(&mut self, question: &Question) -> Result<A, Trouble> {
        if self.running.is_none() {
            self.running = Some(Running::start(&self.setting)?);
            match self.foundation.clone() {
                Some(import @ Question::Import { .. }) => drop(self.exchange::<Imported>(&import)?),
                Some(scenario) => drop(self.exchange::<Prepared>(&scenario)?),
                None => {}
            }
        }
        self.exchange(question)
    }

    /// One question, from the first byte to the last; a process that cannot be trusted to be idle afterwards is
    /// ended.
    fn exchange<A: Answer>(&mut self, question: &Question) -> Result<A, Trouble> {
        self.serial += 1;
        let nonce = self.nonce();
        let Some(mut running) = self.running.take() else {
            return Err(Broken::Protocol("the session has ended".to_owned()).into());
        };
        let limits = &self.setting.limits;
        let line = questions::line(question, self.serial, &nonce, limits);
        let (answer, end) = running.exchange(&line, Exchange::new(self.serial, nonce), limits)?;
        if end.swept {
            self.running = Some(running);
        }
        Ok(conclude(answer, end, limits)?)
    }

    /// 128 bits that nobody inside can guess: a keyed hash, with keys from the system, of a number never used twice.
    fn nonce(&self) -> String {
        let half = |half: u8| self.keys.hash_one((self.serial, half));
        format!("{:016x}{:016x}", half(0), half(1))
    }
}

impl Running {
    fn start(setting: &Setting<'_>) -> Result<Self, SessionError> {
        let process = setting.sandbox.start(&command(setting))?;
        let mut running = Self {
            process,
            lines: Lines::default(),
        };
        let deadline = Instant::now() + START.max(setting.limits.wall);
        match running.greeting(setting, deadline) {
            Ok(()) => Ok(running),
            Err(mut reason) => {
                let errors = running.process.end().stderr;
                let tail = &errors[errors.len().saturating_sub(QUOTED)..];
                reason.push_str(&format!(
                    "; it said: {}",
                    String::from_utf8_lossy(tail).trim_end()
                ));
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
                protocol::hello(&line, setting.mode.as_str()).map_err(|violation| violation.0)?;
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

    fn exchange<A: Answer>(
        &mut self,
        question: &[u8],
        mut exchange: Exchange<A>,
        limits: &Limits,
    ) -> Result<(Option<A>, End), Broken> {
        let longest = protocol::longest_line(limits);
        let deadline = Instant::now() + limits.wall;
        // The sandbox counts from the start of the tree; one question may use this much more.
        let cpu = self.process.usage().cpu + limits.cpu;
        if self.process.send(question, deadline).is_err() {
            return Err(self.how_it_ended(deadline));
        }
        loop {
            while let Some(line) = self.lines.next(longest)? {
                if let Some(end) = exchange.take(&line)? {
                    if !self.lines.is_empty() {
                        return Err(Broken::Protocol(
                            "more was said after the end of an answer".to_owned(),
                        ));
                    }
                    return Ok(end);
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

/// The answer, if there was exactly one; otherwise why not.
fn conclude<A>(answer: Option<A>, end: End, limits: &Limits) -> Result<A, Broken> {
    if end.too_long {
        return Err(Broken::Limit(LimitKind::Answer));
    }
    if end.lines > 1 {
        return Err(Broken::Protocol(
            "a question was answered more than once".to_owned(),
        ));
    }
    if let Some(answer) = answer {
        return Ok(answer);
    }
    if end.lines > 0 {
        return Err(Broken::Protocol("an answer came before its question".to_owned()));
    }
    let out_of_time = u128::from(end.cpu_ms) >= limits.cpu.as_millis();
    Err(match end.signal {
        Some(SIGXCPU) => Broken::Limit(LimitKind::Cpu),
        Some(SIGKILL) if out_of_time => Broken::Limit(LimitKind::Cpu),
        Some(signal) => Broken::Signalled(signal),
        None => Broken::Exited(end.status),
    })
}

fn command(setting: &Setting<'_>) -> Command {
    let interpreter = setting.interpreter;
    let main = format!("{HARNESS}/main.py");
    let args = ["-I", "-S", "-B", &main, setting.mode.as_str(), SUBMISSION]
        .map(str::to_owned)
        .to_vec();
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
        ("MALLOC_ARENA_MAX", "2"),
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
        loopback: false,
    }
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
