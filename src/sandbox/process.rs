//! A running program and everything that belongs to it.

use std::io::{self, PipeWriter};
use std::net::TcpListener;
use std::os::fd::{AsFd as _, AsRawFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::model::limits::Limits;
use crate::model::observation::{LimitKind, Usage};
use crate::model::processes::Tree;
use crate::sandbox::cgroup::Group;
use crate::sandbox::observer::Observer;
use crate::sandbox::output::Output;
use crate::sandbox::slot::Slot;
use crate::sandbox::sys::{self, Cloned, Reaped, Wanted};
use crate::sandbox::{Level, materialise, tree};

/// A process tree in the sandbox. Dropping it ends the tree, and leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Process {
    level: Level,
    pid: i32,
    pub(super) pidfd: OwnedFd,
    pub(super) group: Option<Group>,
    directory: Option<TempDir>,
    pub(super) channel: Option<UnixStream>,
    pub(super) output: Output,
    pub(super) error: Output,
    leash: Option<PipeWriter>,
    /// Given back last, when nothing of the run is left.
    _slot: Slot,
    pub(super) limits: Limits,
    /// How many processors may work for the tree at once.
    pub(super) processors: u32,
    started: Instant,
    /// When CPU time was last looked at, and what it was.
    pub(super) last_look: (Instant, Duration),
    /// Limits that were hit, the process limit excepted.
    pub(super) hit: Vec<LimitKind>,
    /// The deadline after which the program has been heard once more.
    pub(super) heard_late: Option<Instant>,
    /// A limit that ended the tree and that `wait` has not yet told.
    pub(super) untold: Option<LimitKind>,
    ended: Option<End>,
    /// Steps of the setup that this machine refused and that protect nothing.
    pub(super) tolerated: Vec<String>,
    /// Sockets that listen in the sandbox's own network.
    pub(super) listeners: Vec<TcpListener>,
    /// Sees every process of the tree, where the command asked for it.
    pub(super) observer: Option<Observer>,
}

/// What [`Process::new`] takes over.
pub(super) struct Parts {
    pub(super) level: Level,
    pub(super) child: Cloned,
    pub(super) group: Option<Group>,
    pub(super) directory: Option<TempDir>,
    pub(super) channel: UnixStream,
    pub(super) output: (OwnedFd, bool),
    pub(super) error: (OwnedFd, bool),
    pub(super) leash: Option<PipeWriter>,
    pub(super) slot: Slot,
    pub(super) limits: Limits,
    pub(super) processors: u32,
    pub(super) started: Instant,
}

#[derive(Debug, Clone, Copy)]
struct End {
    exit: Exit,
    cpu: Duration,
    wall: Duration,
}

/// How the first process of a tree ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Code(i32),
    Signal(i32),
}

/// Everything about a tree that has ended.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "the harness asks for the last words only; the tests of the sandbox hold it to all facts"
    )
)]
pub(crate) struct Ended {
    pub(crate) status: Exit,
    pub(crate) usage: Usage,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    /// Limits that were hit, each once, the first in their order first. [`LimitKind::Processes`] does not end a tree:
    /// the kernel refused to start one more, and it is known with a control group only.
    pub(crate) limits_hit: Vec<LimitKind>,
}

/// Why bytes did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SendError {
    #[error("nobody listens on the channel any more")]
    Gone,
    #[error("the program did not read from its channel in time")]
    TooLate,
}

impl Process {
    pub(super) fn new(parts: Parts) -> io::Result<Self> {
        parts.channel.set_nonblocking(true)?;
        Ok(Self {
            level: parts.level,
            pid: parts.child.pid,
            pidfd: parts.child.pidfd,
            group: parts.group,
            directory: parts.directory,
            channel: Some(parts.channel),
            output: Output::new(parts.output, parts.limits.output)?,
            error: Output::new(parts.error, parts.limits.output)?,
            leash: parts.leash,
            _slot: parts.slot,
            limits: parts.limits,
            processors: parts.processors,
            started: parts.started,
            last_look: (parts.started, Duration::ZERO),
            hit: Vec::new(),
            heard_late: None,
            untold: None,
            ended: None,
            tolerated: Vec::new(),
            listeners: Vec::new(),
            observer: None,
        })
    }

    pub(super) fn pid(&self) -> i32 {
        self.pid
    }

    /// The sockets that [`Command::listen`](crate::sandbox::Command) asked for, in that order.
    pub(crate) fn listeners(&self) -> &[TcpListener] {
        &self.listeners
    }

    /// Drops what was captured so far: it does not count towards the limit of output any more.
    pub(crate) fn forget_output(&mut self) {
        self.output.forget();
        self.error.forget();
    }

    /// From now on [`Self::tree`] tells of what is born from now on.
    pub(crate) fn begin_tree(&self) {
        if let Some(observer) = &self.observer {
            observer.begin();
        }
    }

    /// What was seen of the processes born since then, once all of them have ended or the deadline is over; nothing
    /// where the command did not ask for an observer.
    pub(crate) fn tree(&self, deadline: Instant) -> Option<Tree> {
        self.observer.as_ref().map(|observer| observer.tree(deadline))
    }

    /// What the tree has used so far.
    pub(crate) fn usage(&self) -> Usage {
        Usage {
            cpu: self.cpu(),
            peak_memory: self.group.as_ref().and_then(Group::peak_memory),
            wall: self.ended.map_or_else(|| self.started.elapsed(), |end| end.wall),
        }
    }

    pub(super) fn cpu(&self) -> Duration {
        let grouped = self.group.as_ref().and_then(Group::cpu);
        match (grouped, self.ended) {
            (Some(cpu), _) => cpu,
            // The last look may have seen processes that nobody waited for.
            (None, Some(end)) => end.cpu.max(self.last_look.1),
            (None, None) => tree::cpu(self.pid),
        }
    }

    /// Limits that were hit so far, the first in their order first.
    pub(crate) fn limits_hit(&self) -> Vec<LimitKind> {
        let mut hit = self.hit.clone();
        if let Some(group) = &self.group {
            if group.ran_out_of_memory() {
                hit.push(LimitKind::Memory);
            }
            if group.refused_processes() > 0 {
                hit.push(LimitKind::Processes);
            }
        }
        hit.sort_unstable();
        hit.dedup();
        hit
    }

    /// Ends the whole tree and tells all about it.
    pub(crate) fn end(mut self) -> Ended {
        let status = self.stop();
        self.output.drain();
        self.error.drain();
        Ended {
            status,
            usage: self.usage(),
            stdout: self.output.take(),
            stderr: self.error.take(),
            limits_hit: self.limits_hit(),
        }
    }

    /// Kills the whole tree, unless it has ended, and reaps it.
    pub(crate) fn stop(&mut self) -> Exit {
        if let Some(end) = self.ended {
            return end.exit;
        }
        if self.group.is_none() {
            // What only the living can tell.
            self.last_look.1 = self.last_look.1.max(tree::cpu(self.pid));
        }
        match self.level {
            Level::Full | Level::Namespaces => sys::kill(self.pidfd.as_fd()),
            // The reaper hears it, kills everything below it, and ends.
            Level::Restricted => self.leash = None,
            Level::None => {
                sys::kill_group(self.pid);
                sys::kill(self.pidfd.as_fd());
            }
        }
        if let Some(group) = &self.group {
            group.kill();
        }
        self.reap(true).unwrap_or(Exit::Signal(libc::SIGKILL))
    }

    /// Takes the status of the first process if it has ended, or when it has.
    pub(super) fn reap(&mut self, block: bool) -> Option<Exit> {
        if let Some(end) = self.ended {
            return Some(end.exit);
        }
        if self.observer.is_some() {
            return self.observed_end(block);
        }
        if !block && self.level == Level::None {
            // While the leader is a zombie, its number cannot belong to another group.
            let ended = Wanted {
                descriptor: self.pidfd.as_raw_fd(),
                events: libc::POLLIN,
            };
            if sys::poll([Some(ended)], Duration::ZERO).is_ok_and(|[ended]| ended) {
                sys::kill_group(self.pid);
            }
        }
        let reaped = match sys::reap(self.pidfd.as_fd(), block) {
            Ok(None) => return None,
            Ok(Some(reaped)) => reaped,
            // Somebody else took it: nothing more can be learnt.
            Err(_) => Reaped {
                code: libc::SIGKILL,
                signalled: true,
                cpu: Duration::ZERO,
            },
        };
        Some(self.note_end(reaped))
    }

    /// The observer reaps what it traces, the first process among them.
    fn observed_end(&mut self, block: bool) -> Option<Exit> {
        let ended = Wanted {
            descriptor: self.pidfd.as_raw_fd(),
            events: libc::POLLIN,
        };
        if !block && !sys::poll([Some(ended)], Duration::ZERO).is_ok_and(|[ended]| ended) {
            return None;
        }
        let reaped = self.observer.as_ref()?.root_end();
        if self.level == Level::None {
            // Here nothing else ends the others with the first.
            self.observer.as_ref()?.kill();
        }
        Some(self.note_end(reaped))
    }

    fn note_end(&mut self, reaped: Reaped) -> Exit {
        let exit = if reaped.signalled {
            Exit::Signal(reaped.code)
        } else {
            Exit::Code(reaped.code)
        };
        self.ended = Some(End {
            exit,
            cpu: reaped.cpu,
            wall: self.started.elapsed(),
        });
        exit
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
        self.observer = None;
        if let Some(directory) = self.directory.take() {
            materialise::remove(directory);
        }
    }
}
