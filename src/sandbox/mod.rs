//! Starts a program in a world of its own, within limits, and tells what happened.
//!
//! What this room does not do:
//! - it does not know that Python exists: it starts a [`Command`] and moves bytes;
//! - it does not read what the program says: bytes on the channel are handed up as they came;
//! - it never runs a program weaker than at the level that was chosen: an operation of the setup that fails ends the
//!   start with an error that names it (steps that protect nothing are marked, and reported in [`survey()`]);
//! - it makes no verdict: a limit that was hit is a fact.
//!
//! | level | files | network | other processes | memory, processes, CPU of the tree |
//! |---|---|---|---|---|
//! | `full` | a root of its own | its own loopback | cannot be seen | control group |
//! | `namespaces` | a root of its own | its own loopback | cannot be seen | limits per process; processes per tree |
//! | `restricted` | Landlock: only what is mounted | none | cannot be signalled | limits per process |
//! | `none` | everything of this user | everything | everything of this user | limits per process |
//!
//! Without a control group real memory is bounded by `RLIMIT_DATA` per process (the memory limit plus one stack per
//! allowed thread), so the bound of the tree is that times its processes, and CPU time that was burned by processes
//! nobody waited for is missing from the count.
//!
//! [`command`] says what to start; [`plan`] (with [`root`] and [`policy`]) turns it into the list of [`operation`]s
//! that [`setup`] carries out in a clone of this process, the only way in which programs start here; [`start`]
//! clones; [`wait`] waits; [`process`] ends it all. [`cgroup`] counts, or [`tree`] where there are no groups; where
//! there are no namespaces [`materialise`] stands in for mounts and [`reaper`] for the end of a PID namespace.
//! [`probe`] finds the level that this machine gives by trying; [`survey`](mod@survey) explains what is missing.
//! `sys` holds all unsafe code of the project.

mod cgroup;
mod command;
mod hierarchy;
mod landlock;
mod ledger;
mod materialise;
mod observer;
mod operation;
mod output;
mod plan;
mod policy;
mod probe;
mod process;
mod reaper;
mod root;
mod seccomp;
mod setup;
mod slot;
mod start;
mod survey;
mod sys;
mod tree;
mod wait;

#[cfg(test)]
#[path = "tests/mod.rs"]
mod tests;

pub(crate) use command::{Command, Mount};
pub(crate) use process::{Exit, Process};
pub(crate) use seccomp::MARK;
pub(crate) use survey::{State, survey};
pub(crate) use wait::Happened;

use crate::sandbox::cgroup::Hierarchy;
use crate::sandbox::sys::Errno;

/// How well a program is kept apart, the strongest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    None,
    Restricted,
    Namespaces,
    Full,
}

impl Level {
    /// All of them, the strongest first.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 4] = [Self::Full, Self::Namespaces, Self::Restricted, Self::None];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Namespaces => "namespaces",
            Self::Restricted => "restricted",
            Self::None => "none",
        }
    }
}

/// Which level is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    /// The strongest that this machine gives, and at least [`Level::Namespaces`].
    Auto,
    Exactly(Level),
}

/// Whose rights the setup uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// Those of root, given up for a user id that one run alone has.
    Root,
    /// Those of root in a new user namespace that also knows a user id for this run alone: for root in a container,
    /// who may change users but not mount.
    Mapped,
    /// Those of a new user namespace for one user (or none at all, where there are no namespaces).
    User,
}

/// A level that this machine was seen to give. Programs are started at that level or not at all.
#[derive(Debug)]
pub(crate) struct Sandbox {
    level: Level,
    entry: Entry,
    groups: Option<Hierarchy>,
    landlock: u32,
    /// How many processors may work for one program at once.
    processors: u32,
    /// Steps that this machine refused and that were tolerated.
    tolerated: Vec<String>,
}

/// A fault of the machine or of the grader, never of the program that runs.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SandboxError {
    #[error("this machine does not give isolation `{}`: {}", .level.as_str(), .reasons.join("; "))]
    Unavailable { level: Level, reasons: Vec<String> },
    #[error("cannot {operation}")]
    Setup {
        operation: String,
        #[source]
        errno: Errno,
    },
    #[error("cannot {doing}")]
    Io {
        doing: &'static str,
        #[source]
        source: std::io::Error,
    },
    #[error("the sandbox was not ready {0}")]
    NotReady(&'static str),
    #[error("{0}")]
    Command(String),
}

impl Sandbox {
    /// Finds a level by trying it out in a throw-away child.
    pub(crate) fn choose(demand: Demand) -> Result<Self, SandboxError> {
        probe::choose(demand)
    }

    pub(crate) fn level(&self) -> Level {
        self.level
    }

    /// Starts a program. The process ends with the thread that started it, if not earlier.
    pub(crate) fn start(&self, command: &Command) -> Result<Process, SandboxError> {
        start::start(self, command, start::Finish::Program)
    }
}
