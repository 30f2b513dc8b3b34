//! What the kernel showed of the processes that a question made: facts, not one of them from inside.

use std::time::Duration;

/// All processes that were born since a question was asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Tree {
    /// In the order of their birth. The first is the one that ran the student's code, unless that code was faster.
    pub(crate) processes: Vec<Born>,
    pub(crate) marks: Vec<Mark>,
    /// The highest number of them alive at once; a zombie is not alive.
    pub(crate) most_alive: u32,
    /// Born beyond what is kept of them.
    pub(crate) untold: u64,
    /// What arrived at standard output and at standard error, piece by piece.
    pub(crate) written: [Vec<Written>; 2],
}

/// One process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Born {
    /// The process that made it, where that is one of these.
    pub(crate) parent: Option<usize>,
    pub(crate) origin: Origin,
    /// How it ended; nothing where it had to be left alive.
    pub(crate) end: Option<End>,
    pub(crate) fate: Fate,
    /// Processor time of all its threads, and of nobody else.
    pub(crate) cpu: Duration,
    /// Threads beside the first that it started.
    pub(crate) threads: u32,
    /// The program that it became last, with its arguments; empty when it stayed a copy of its parent.
    pub(crate) program: Vec<String>,
    /// How many times it became another program.
    pub(crate) executions: u32,
}

/// How a process came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Fork,
    /// Its parent stood still until it had become another program, or ended.
    Vfork,
    /// With another signal at its end than that of a child.
    Clone,
    /// It was met before its parent could tell, because that was killed.
    Unknown,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Status(i32),
    Signal(i32),
}

/// What became of a process between it and its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Its parent lived on, or waited for it before it ended itself.
    Kept,
    /// Its parent ended while it was alive.
    Orphaned,
    /// It had ended, and its parent ended without having waited for it.
    Unwaited,
}

/// Kinds of marks: a watched piece of code begins, and has ended; its value is the number of the piece.
pub(crate) const BEGINS: u8 = 1;
pub(crate) const ENDED: u8 = 2;
/// A copy of the process comes out of the piece, by its end or by an exception; the value is the line of the fork, or 0.
pub(crate) const CAME_BACK: u8 = 3;
pub(crate) const RAISED: u8 = 4;

/// A moment that the process which ran the student's code named, and what there was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Which moment: the number and the value that were given with it.
    pub(crate) kind: u8,
    pub(crate) value: u32,
    /// Who named it; nothing for a process that is not told of.
    pub(crate) process: Option<usize>,
    /// Every other process that had not been waited for.
    pub(crate) others: Vec<(usize, State)>,
    /// Bytes that had arrived at standard output and at standard error.
    pub(crate) written: [u64; 2],
    /// Processor time of the process itself until then.
    pub(crate) cpu: Duration,
}

/// What a process is that has not been waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Alive,
    Zombie,
}

/// Bytes that one process wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// Nothing for a process that is not told of.
    pub(crate) process: Option<usize>,
    pub(crate) bytes: Vec<u8>,
}
