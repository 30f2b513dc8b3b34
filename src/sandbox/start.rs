//! Clones, lets the child set itself up, and hands back a process that runs the program.

use std::fs::File;
use std::io::{self, PipeReader, PipeWriter, Read as _, Write as _};
use std::net::TcpListener;
use std::os::fd::{AsFd as _, AsRawFd as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::model::limits::Limits;
use crate::sandbox::cgroup::Group;
use crate::sandbox::command::Command;
use crate::sandbox::materialise::{Materialised, materialise};
use crate::sandbox::observer::Observer;
use crate::sandbox::output::Ends;
use crate::sandbox::plan::{self, Setting};
use crate::sandbox::process::{Parts, Process};
use crate::sandbox::setup::{Plan, WORD, Word};
use crate::sandbox::slot::Slot;
use crate::sandbox::sys::{self, Cloned};
use crate::sandbox::{Entry, Level, Sandbox, SandboxError};
use crate::util::clock;
use crate::util::fs::write_into;

/// What the child becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finish {
    Program,
    /// Nothing: it has shown what the machine gives.
    Probe,
}

/// How long the setup may take on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_mins(1);

/// The user id that a program sees, whoever it is outside.
pub(super) const INNER_ID: u32 = 1000;

/// Our ends and the child's ends of everything that connects the two.
struct Lines {
    input: File,
    output: Ends,
    error: Ends,
    channel: (UnixStream, UnixStream),
    control: (UnixStream, UnixStream),
    /// Only with a network of its own, for the sockets that are opened in it.
    listeners: Option<(UnixStream, UnixStream)>,
    /// Only with a reaper.
    leash: Option<(PipeReader, PipeWriter)>,
}

impl Lines {
    fn new(level: Level, observed: bool) -> io::Result<Self> {
        Ok(Self {
            input: File::open("/dev/null")?,
            output: Ends::new(observed)?,
            error: Ends::new(observed)?,
            channel: UnixStream::pair()?,
            control: UnixStream::pair()?,
            listeners: if level >= Level::Namespaces {
                Some(UnixStream::pair()?)
            } else {
                None
            },
            leash: if level == Level::Restricted {
                Some(io::pipe()?)
            } else {
                None
            },
        })
    }
}

/// Starts a command at the sandbox's level, or fails: there is nothing in between.
pub(super) fn start(sandbox: &Sandbox, command: &Command, finish: Finish) -> Result<Process, SandboxError> {
    let started = clock::now();
    let slot = Slot::take().ok_or(SandboxError::NotReady("because too many programs run at once"))?;
    let number = slot.number();
    let user = (sandbox.entry != Entry::User && sandbox.level > Level::None).then(|| slot.user());
    let materialised = match sandbox.level {
        Level::Full | Level::Namespaces => None,
        Level::Restricted | Level::None => Some(materialise(command, user)?),
    };
    let (command, directory) = match materialised {
        Some(Materialised { command, directory }) => (command, Some(directory)),
        None => (command.clone(), None),
    };
    let group = make_group(sandbox, number, &command.limits)?;
    let lines = Lines::new(sandbox.level, command.observed).map_err(|source| SandboxError::Io {
        doing: "make pipes for a program",
        source,
    })?;
    let (child, steps) = clone(sandbox, &command, &lines, group.as_ref(), user, finish)?;
    let Lines {
        input: _,
        output,
        error,
        channel,
        control,
        listeners,
        leash,
    } = lines;
    let (our_control, child_control) = control;
    let listeners = listeners.map(|(ours, _)| ours);
    drop((channel.1, child_control));
    let mut process = Process::new(Parts {
        level: sandbox.level,
        child,
        group,
        directory,
        channel: channel.0,
        output: output.ours(),
        error: error.ours(),
        leash: leash.map(|(_, end)| end),
        limits: command.limits.clone(),
        processors: sandbox.processors,
        slot,
        started,
    })
    .map_err(|source| SandboxError::Io {
        doing: "prepare the pipes of a program",
        source,
    })?;
    // On failure the process is dropped here, which ends the child and removes what was made for it.
    admit(&process)?;
    let identity = identity(sandbox, process.pid(), user);
    process.tolerated = negotiate(&our_control, &steps, &mut || {
        if command.observed {
            process.observer = Some(observe(&process)?);
        }
        write_identity(&identity)
    })?;
    process.listeners = receive(listeners.as_ref(), command.listen.len())?;
    Ok(process)
}

fn admit(process: &Process) -> Result<(), SandboxError> {
    let Some(group) = &process.group else {
        return Ok(());
    };
    group.admit(process.pid()).map_err(|source| SandboxError::Io {
        doing: "put the sandbox into its control group",
        source,
    })
}

/// Begins to trace the child, which waits for us and has not started anything.
fn observe(process: &Process) -> Result<Observer, SandboxError> {
    let outputs = [process.output.clone(), process.error.clone()];
    Observer::attach(process.pid(), outputs).map_err(|errno| SandboxError::Setup {
        operation: "observe the processes of a program".into(),
        errno,
    })
}

fn identity(sandbox: &Sandbox, process: i32, user: Option<u32>) -> Identity {
    Identity {
        process,
        entry: sandbox.entry,
        level: sandbox.level,
        user,
    }
}

/// The sockets that were opened inside, in their order.
fn receive(line: Option<&UnixStream>, count: usize) -> Result<Vec<TcpListener>, SandboxError> {
    let Some(line) = line else { return Ok(Vec::new()) };
    (0..count)
        .map(|_| sys::receive_descriptor(line.as_fd()).map(TcpListener::from))
        .collect::<io::Result<_>>()
        .map_err(|source| SandboxError::Io {
            doing: "take the sockets of a web site",
            source,
        })
}

fn make_group(sandbox: &Sandbox, number: u8, limits: &Limits) -> Result<Option<Group>, SandboxError> {
    let made = sandbox
        .groups
        .as_ref()
        .map(|hierarchy| hierarchy.create(number, limits));
    made.transpose().map_err(|source| SandboxError::Io {
        doing: "make a control group",
        source,
    })
}

fn clone(
    sandbox: &Sandbox,
    command: &Command,
    lines: &Lines,
    group: Option<&Group>,
    user: Option<u32>,
    finish: Finish,
) -> Result<(Cloned, Vec<(String, bool)>), SandboxError> {
    let failed = |source| SandboxError::Io {
        doing: "open the control group",
        source,
    };
    let birthplace = group
        .map(Group::birthplace)
        .transpose()
        .map_err(failed)?
        .flatten();
    let setting = Setting {
        level: sandbox.level,
        entry: sandbox.entry,
        landlock: sandbox.landlock,
        user,
        grouped: group.is_some(),
        program: [
            lines.input.as_raw_fd(),
            lines.output.program(),
            lines.error.program(),
            lines.channel.1.as_raw_fd(),
        ],
        leash: lines.leash.as_ref().map(|(end, _)| end.as_raw_fd()),
        listeners: lines.listeners.as_ref().map(|(_, end)| end.as_raw_fd()),
        finish,
    };
    let plan = Plan {
        steps: plan::steps(&setting, command)?,
        control: lines.control.1.as_raw_fd(),
    };
    let flags = namespaces(sandbox.level, sandbox.entry);
    let child = sys::clone_child(flags, birthplace.as_ref().map(File::as_fd), &plan).map_err(|errno| {
        SandboxError::Setup {
            operation: "clone into new namespaces".into(),
            errno,
        }
    })?;
    let described = plan
        .steps
        .iter()
        .map(|step| (step.operation.describe(), step.tolerated))
        .collect();
    Ok((child, described))
}

fn namespaces(level: Level, entry: Entry) -> u64 {
    let user = match entry {
        Entry::Root => 0,
        Entry::Mapped | Entry::User => libc::CLONE_NEWUSER,
    };
    let flags = match level {
        Level::Restricted | Level::None => 0,
        Level::Full | Level::Namespaces => {
            user | libc::CLONE_NEWPID
                | libc::CLONE_NEWNS
                | libc::CLONE_NEWIPC
                | libc::CLONE_NEWUTS
                | libc::CLONE_NEWNET
                | libc::CLONE_NEWCGROUP
        }
    };
    u64::from(flags.cast_unsigned())
}

/// Who the child is to be.
struct Identity {
    process: i32,
    entry: Entry,
    level: Level,
    user: Option<u32>,
}

/// Follows the setup to its end; the steps that were tolerated, in words.
fn negotiate(
    control: &UnixStream,
    steps: &[(String, bool)],
    identify: &mut dyn FnMut() -> Result<(), SandboxError>,
) -> Result<Vec<String>, SandboxError> {
    let deadline = clock::now() + PATIENCE;
    let mut tolerated = Vec::new();
    let mut ready = false;
    let mut identified = false;
    while let Some(word) = hear(control, deadline)? {
        let name = |step: usize| {
            steps
                .get(step)
                .map_or_else(|| "set up".to_owned(), |(name, _)| name.clone())
        };
        match word {
            Word::Waiting => {
                if !identified {
                    identify()?;
                    identified = true;
                }
                let mut control = control;
                control.write_all(b".").map_err(|source| SandboxError::Io {
                    doing: "let the sandbox go on",
                    source,
                })?;
            }
            Word::Tolerated { step, errno } => tolerated.push(format!("cannot {}: {errno}", name(step))),
            Word::Failed { step, errno } => {
                return Err(SandboxError::Setup {
                    operation: name(step),
                    errno,
                });
            }
            Word::Ready => ready = true,
        }
    }
    // The line is closed by `execve`, or by the end of the child.
    if ready {
        Ok(tolerated)
    } else {
        Err(SandboxError::NotReady("when its process ended"))
    }
}

/// The next word, or `None` at the end of the line.
fn hear(control: &UnixStream, deadline: Instant) -> Result<Option<Word>, SandboxError> {
    let mut bytes = [0; WORD];
    let mut filled = 0;
    while filled < WORD {
        let left = deadline.saturating_duration_since(clock::now());
        if left.is_zero() {
            return Err(SandboxError::NotReady("in time"));
        }
        let failed = |source| SandboxError::Io {
            doing: "listen to the sandbox",
            source,
        };
        control.set_read_timeout(Some(left)).map_err(failed)?;
        let mut control = control;
        match control.read(&mut bytes[filled..]) {
            Ok(0) => return Ok(None),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(None),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
                ) => {}
            Err(source) => return Err(failed(source)),
        }
    }
    Word::decode(bytes)
        .map(Some)
        .ok_or(SandboxError::NotReady("and spoke nonsense"))
}

/// Writes the maps of the child's user namespace: one user, one group, both without any right outside.
fn write_identity(identity: &Identity) -> Result<(), SandboxError> {
    if identity.level < Level::Namespaces {
        return Ok(());
    }
    let (user, group) = sys::effective_ids();
    let write = |name: &str, text: String| {
        let map = PathBuf::from(format!("/proc/{}/{name}", identity.process));
        write_into(&map, text.as_bytes()).map_err(io::Error::from)
    };
    let written = match (identity.entry, identity.user) {
        // Root's rights for the setup, and the run's own id to change to.
        (Entry::Mapped, Some(own)) => {
            let map = |root: u32| format!("0 {root} 1\n{INNER_ID} {own} 1");
            write("uid_map", map(user)).and_then(|()| write("gid_map", map(group)))
        }
        (Entry::Root, Some(own)) => write_single_map(write, own, own),
        (Entry::Root | Entry::Mapped, None) | (Entry::User, _) => write_single_map(write, user, group),
    };
    written.map_err(|source| SandboxError::Io {
        doing: "write the user map of the sandbox",
        source,
    })
}

/// The only map that a user without rights may write.
fn write_single_map(write: impl Fn(&str, String) -> io::Result<()>, user: u32, group: u32) -> io::Result<()> {
    write("setgroups", "deny".into())?;
    write("uid_map", format!("{INNER_ID} {user} 1"))?;
    write("gid_map", format!("{INNER_ID} {group} 1"))
}
