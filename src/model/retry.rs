//! A scripted function: what it does each time it is called, the calls that lead to it, and what must come of them.

use crate::model::schedule::{ExpectedEnd, OperationEnd, OperationKey};
use crate::model::value::Value;
use crate::model::verdict::Location;

/// The name of the scripted function in the code of a scenario.
pub(crate) const ATTEMPT: &str = "attempt";
/// The name of what is called, which leads to it.
pub(crate) const WRAPPED: &str = "wrapped";
/// Names that a look after a call can use: what it gave or raised, and what its attempts gave and raised.
pub(crate) const LOOKS: &[&str] = &["result", "error", "returned", "thrown"];

/// What is run: nothing here says what is right. The `setup` of the scenario makes [`WRAPPED`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Script {
    pub(crate) calls: Vec<Call>,
}

/// One call, and what the function does at each attempt of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) code: String,
    /// The operation that makes it; without one, an attempt of another call does.
    pub(crate) operation: Option<OperationKey>,
    /// The operations after it that look at what came of it.
    pub(crate) looks: Vec<OperationKey>,
    pub(crate) attempts: Vec<Attempt>,
    /// How often the last of them may be made once more.
    pub(crate) spare: u32,
    /// Whether the arguments of the attempts are looked at.
    pub(crate) shows_arguments: bool,
}

/// What the function does when it is called, so many times in a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Attempt {
    pub(crate) times: u32,
    /// Virtual seconds that pass in it.
    pub(crate) takes: f64,
    /// By how much the wall clock is put forward or back meanwhile.
    pub(crate) sets_clock: f64,
    /// A call (an index) that it makes first.
    pub(crate) calls: Option<usize>,
    pub(crate) end: AttemptEnd,
}

/// How an attempt ends; the code is an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AttemptEnd {
    Returns(String),
    Raises(String),
}

impl Call {
    /// How many attempts it is written for.
    pub(crate) fn count(&self) -> u32 {
        self.attempts.iter().map(|attempt| attempt.times).sum()
    }
}

/// What must be true of one call of a script.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct CallRule {
    /// How many attempts there must be at least and at most.
    pub(crate) attempts: Option<(u32, u32)>,
    /// Positional arguments (a tuple) and keyword arguments (a dict) of every attempt.
    pub(crate) arguments: Option<(Value, Value)>,
    pub(crate) pauses: Option<PauseRule>,
    /// All time between two attempts is spent in `time.sleep`.
    pub(crate) by_sleep: bool,
    /// A call that it must resemble: as many attempts, the same pauses.
    pub(crate) like: Option<Like>,
    /// How a call that an attempt makes must end; for others an expectation says it.
    pub(crate) end: Option<ExpectedEnd>,
}

/// A call that another must resemble, and by how much the pauses may differ, as in [`PauseRule`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Like {
    pub(crate) call: usize,
    pub(crate) within: f64,
}

/// How long nothing is tried, between attempts; before the first and after the last no time may pass at all.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PauseRule {
    pub(crate) seconds: Vec<f64>,
    /// By how many seconds, or by which part of a pause where that is more, it may differ.
    pub(crate) within: f64,
}

/// What came of the calls of a script under one schedule.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Scripted {
    /// Beside each call that the function got: which call it is an attempt of, and its arguments.
    pub(crate) attempts: Vec<(usize, Option<(Value, Value)>)>,
    /// In the order of their beginnings.
    pub(crate) sleeps: Vec<Slept>,
    /// The beginnings and ends of the calls, those that attempts made among them, in the order of their ends.
    pub(crate) calls: Vec<CallSpan>,
}

/// One sleep, in virtual seconds since the scenario began.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Slept {
    pub(crate) began_at: f64,
    pub(crate) ended_at: f64,
}

/// When a call began and ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CallSpan {
    pub(crate) call: usize,
    pub(crate) began_at: f64,
    pub(crate) ended_at: f64,
    /// How it ended, where an attempt made it.
    pub(crate) end: Option<OperationEnd>,
}

/// Seconds without an attempt, from the beginning of a call to its end.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Pauses {
    pub(crate) before: f64,
    pub(crate) between: Vec<f64>,
    pub(crate) after: f64,
}

/// In which way the calls of a script went wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    /// The function was called although no call of a script was in progress.
    Stray,
    /// It was called once more after the last attempt.
    Extra { call: String, attempts: u32 },
    /// It was called fewer times, or more often than is right.
    Count {
        call: String,
        least: u32,
        most: u32,
        seen: u32,
    },
    /// An attempt (from 1) had other arguments; both as Python.
    Arguments {
        call: String,
        attempt: u32,
        expected: String,
        seen: String,
    },
    /// Other pauses.
    Pauses {
        call: String,
        expected: Vec<f64>,
        seen: Pauses,
        at: PauseAt,
    },
    /// A pause after an attempt (from 1) that was not spent in `time.sleep`, or not all of it.
    NotSlept {
        call: String,
        attempt: u32,
        seconds: f64,
        slept: f64,
        /// A loop looked again and again meanwhile.
        spins: bool,
        at: Option<Location>,
    },
    /// A call went otherwise than one that it must resemble.
    Unlike {
        call: String,
        other: String,
        expected: Course,
        seen: Course,
    },
}

impl Fault {
    /// The name of the call that went wrong.
    pub(crate) fn call(&self) -> Option<&str> {
        match self {
            Self::Stray => None,
            Self::Extra { call, .. }
            | Self::Count { call, .. }
            | Self::Arguments { call, .. }
            | Self::Pauses { call, .. }
            | Self::NotSlept { call, .. }
            | Self::Unlike { call, .. } => Some(call),
        }
    }
}

/// The first place where pauses differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PauseAt {
    BeforeFirst,
    /// After the attempt of this number, from 1.
    After(u32),
    AfterLast,
}

/// How a call went.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Course {
    pub(crate) attempts: u32,
    pub(crate) pauses: Vec<f64>,
}
