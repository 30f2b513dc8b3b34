//! What one schedule led to, as far as its rule needs it.

use crate::model::clock::WatchedCall;
use crate::model::retry::Scripted;
use crate::model::schedule::{HeldLock, LeftThread, OperationEnd, OperationResult, Part, ThreadId, Wait};
use crate::model::value::Exception;
use crate::model::verdict::Location;

/// What came of one schedule.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Outcome {
    /// What the import of the submission raised.
    pub(crate) import: Option<Exception>,
    /// Names that the scenario needs and the submission lacks.
    pub(crate) missing: Vec<String>,
    /// Public names of the submission's file.
    pub(crate) public: Vec<String>,
    pub(crate) failure: Option<Failure>,
    pub(crate) results: Vec<OperationResult>,
    pub(crate) calls: Calls,
    /// Each call of the watched function, in the order in which they began.
    pub(crate) watched: Vec<WatchedCall>,
    /// Names of the scheduler's threads.
    pub(crate) threads: Vec<String>,
    /// The budget of steps ended; the thread that made the last one.
    pub(crate) endless: Option<ThreadId>,
    /// Threads were refused because there were too many.
    pub(crate) too_many_threads: bool,
    /// The search gave the schedule up: there is nothing to judge.
    pub(crate) pruned: bool,
    /// The calls of the scenario's script.
    pub(crate) scripted: Scripted,
    /// Lines, where they were asked for.
    pub(crate) rows: Vec<StepRow>,
}

impl Outcome {
    /// Whether threads went on without getting anywhere.
    pub(crate) fn is_endless(&self) -> bool {
        self.endless.is_some() || matches!(self.failure, Some(Failure::Spin { .. }))
    }
}

/// What the harness saw go wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Failure {
    /// In the `setup`, or in the operation named.
    Exception {
        thread: ThreadId,
        operation: Option<(Part, ThreadId, usize)>,
        exception: Exception,
    },
    ThreadDied {
        thread: ThreadId,
        exception: Exception,
    },
    Deadlock {
        waits: Vec<Wait>,
    },
    Spin {
        thread: ThreadId,
        at: Option<Location>,
    },
    /// What an operation left behind that it must not leave.
    Left {
        operation: (Part, ThreadId, usize),
        threads: Vec<LeftThread>,
        locks: Vec<HeldLock>,
    },
    /// The scripted function was called where nobody may call it: once more after the last attempt of a call, or outside
    /// of all calls.
    ExtraAttempt {
        call: Option<usize>,
    },
    /// An expression of `always`, by its index.
    NotAlways {
        index: usize,
        seen: OperationEnd,
    },
}

/// Calls of the watched function.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Calls {
    /// Per thread that called it, thread 0 left out.
    pub(crate) by_thread: Vec<(ThreadId, u32)>,
    pub(crate) by_caller: u32,
    /// Two of the calling threads existed at the same time.
    pub(crate) overlap: bool,
}

/// One visible step on a line of the submission.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StepRow {
    pub(crate) thread: ThreadId,
    pub(crate) at: Location,
    pub(crate) action: crate::model::schedule::Action,
    pub(crate) target: String,
    pub(crate) value: Option<String>,
    /// What is accessed; sleeps and forks are nowhere.
    pub(crate) location: Option<u32>,
    /// The event of the trace that it shows.
    pub(crate) event: Option<usize>,
}
