//! Scenarios on the virtual clock: how time passes in them, how long things may take, and how long they took.

use crate::model::schedule::ThreadId;
use crate::model::verdict::Location;

/// When waits with a time limit end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Clock {
    /// At any moment that the search chooses: a schedule may stop a thread for longer than any time-out.
    #[default]
    Loose,
    /// When their time has come, and time passes only while nobody can run.
    Strict,
}

impl Clock {
    /// The word in the protocol.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Loose => "loose",
            Self::Strict => "strict",
        }
    }
}

/// A span of virtual seconds, both ends included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Seconds {
    pub(crate) at_least: f64,
    /// Infinite where there is no bound.
    pub(crate) at_most: f64,
}

/// What must be true of the single calls of a watched function, by whatever thread.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct WatchedRule {
    pub(crate) count: Option<u32>,
    /// The most calls that may be in progress at the same moment.
    pub(crate) at_once: Option<u32>,
    /// When they begin, in virtual seconds, sorted.
    pub(crate) starts: Option<Vec<f64>>,
}

/// An operation on the virtual clock; seconds since the scenario began.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Times {
    pub(crate) began_at: f64,
    pub(crate) returned_at: f64,
    /// How much of it passed while all that ran only looked around: those moments are not exact.
    pub(crate) spun: f64,
    /// How often any thread went on meanwhile, after time had passed.
    pub(crate) wake_ups: u64,
    /// The line where most of them happened.
    pub(crate) woken_at: Option<Location>,
}

/// What happened when on the virtual clock of a failing schedule.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Timeline {
    pub(crate) operations: Vec<TimedOperation>,
    pub(crate) calls: Vec<TimedCall>,
}

/// An operation in a timeline; seconds since the scenario began.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TimedOperation {
    pub(crate) thread: String,
    pub(crate) code: String,
    pub(crate) began: f64,
    pub(crate) returned: f64,
    pub(crate) wake_ups: u64,
}

/// A call of the watched function in a timeline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TimedCall {
    pub(crate) thread: String,
    pub(crate) began: f64,
    pub(crate) ended: Option<f64>,
    pub(crate) at: Option<Location>,
}

/// One call of a watched function.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WatchedCall {
    pub(crate) thread: ThreadId,
    /// Moments, in the order of those of operations; no end where the schedule ended before.
    pub(crate) began: u64,
    pub(crate) ended: Option<u64>,
    /// Virtual seconds since the scenario began.
    pub(crate) began_at: f64,
    pub(crate) ended_at: Option<f64>,
    /// The line of the submission that calls.
    pub(crate) at: Option<Location>,
}
