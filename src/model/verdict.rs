//! Opinions about observations, and the words that go with them.

use crate::model::clock::Timeline;
use crate::model::ids::CheckId;
use crate::model::message::{Text, Words};
use crate::model::schedule::{DataRace, HeldLock, Interleaving, LeftThread, Replay, Wait};

/// The end of one check; each check has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Status {
    Passed,
    Failed,
    /// A check that this one requires did not pass.
    Skipped,
    /// The grader or the machine is at fault: never scored as zero, never silent.
    Inconclusive,
}

/// Which kind of end it was; a stable word in every format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Reason {
    Passed,
    Wrong,
    Exception,
    Race,
    Deadlock,
    /// A deadlock that a notification would have ended, had it not come too early.
    MissedWakeup,
    Spin,
    /// A thread goes on after the operation that had to end it.
    ThreadLeft,
    /// A lock stays taken after the operation that had to release it.
    LockHeld,
    /// A child process is alive, or was not waited for, after the call that had to see to it.
    ChildLeft,
    /// A child process went on with the code of its parent.
    ChildCameBack,
    /// It takes another time on the virtual clock.
    Duration,
    /// It looks again and again instead of waiting.
    BusyWait,
    TooManyAtOnce,
    Timeout,
    CpuLimit,
    MemoryLimit,
    ProcessLimit,
    OutputLimit,
    AnswerLimit,
    Crash,
    ImportError,
    MissingFile,
    MissingName,
    NoAnswer,
    ForgedAnswer,
    /// The code uses what it must not, or lacks what it must use.
    SourceRule,
    RequiredCheckFailed,
    GraderFault,
    /// The teacher keeps the feedback of this check, its reason included.
    Withheld,
}

impl Reason {
    /// The word in results.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Wrong => "wrong",
            Self::Exception => "exception",
            Self::Race => "race",
            Self::Deadlock => "deadlock",
            Self::MissedWakeup => "missed-wakeup",
            Self::Spin => "spin",
            Self::ThreadLeft => "thread-left",
            Self::LockHeld => "lock-held",
            Self::ChildLeft => "child-left",
            Self::ChildCameBack => "child-came-back",
            Self::Duration => "duration",
            Self::BusyWait => "busy-wait",
            Self::TooManyAtOnce => "too-many-at-once",
            Self::Timeout => "timeout",
            Self::CpuLimit => "cpu-limit",
            Self::MemoryLimit => "memory-limit",
            Self::ProcessLimit => "process-limit",
            Self::OutputLimit => "output-limit",
            Self::AnswerLimit => "answer-limit",
            Self::Crash => "crash",
            Self::ImportError => "import-error",
            Self::MissingFile => "missing-file",
            Self::MissingName => "missing-name",
            Self::NoAnswer => "no-answer",
            Self::ForgedAnswer => "forged-answer",
            Self::SourceRule => "source-rule",
            Self::RequiredCheckFailed => "required-check-failed",
            Self::GraderFault => "grader-fault",
            Self::Withheld => "withheld",
        }
    }
}

/// A line of the submission.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Location {
    /// Path inside the submission.
    pub(crate) file: String,
    /// From 1.
    pub(crate) line: u32,
}

/// What a check concludes from observations: pure data, before points are given.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    pub(crate) status: Status,
    pub(crate) reason: Reason,
    /// What happened, most important first.
    pub(crate) rationale: Vec<Words>,
    /// What was expected and what was seen, as short texts of Python or of the domain.
    pub(crate) expected: Option<String>,
    pub(crate) actual: Option<String>,
    pub(crate) evidence: Evidence,
    pub(crate) location: Option<Location>,
}

impl Judgement {
    /// A pass without anything to say.
    pub(crate) fn passed() -> Self {
        Self::new(Status::Passed, Reason::Passed)
    }

    /// A failure for a reason; words are added to it.
    pub(crate) fn failed(reason: Reason) -> Self {
        Self::new(Status::Failed, reason)
    }

    /// Our fault or the machine's.
    pub(crate) fn inconclusive() -> Self {
        Self::new(Status::Inconclusive, Reason::GraderFault)
    }

    fn new(status: Status, reason: Reason) -> Self {
        Self {
            status,
            reason,
            rationale: Vec::new(),
            expected: None,
            actual: None,
            evidence: Evidence::default(),
            location: None,
        }
    }

    #[must_use]
    pub(crate) fn because(mut self, words: Words) -> Self {
        self.rationale.push(words);
        self
    }

    #[must_use]
    pub(crate) fn expecting(mut self, expected: impl Into<String>, actual: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self.actual = Some(actual.into());
        self
    }
}

/// Facts a verdict rests on, for people and for programs.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Evidence {
    /// The smallest program that shows the failure, where there is one: Python.
    pub(crate) example: Option<String>,
    /// How schedules were searched, per scenario.
    pub(crate) searches: Vec<Search>,
    /// The failing interleaving, where there is one.
    pub(crate) interleaving: Option<Interleaving>,
    /// Who waits for what, when the failure is a deadlock.
    pub(crate) waits: Vec<Wait>,
    /// What a web site was asked, in order, where one was open and the check failed.
    pub(crate) requests: Vec<String>,
    /// Threads that should have ended.
    pub(crate) left_threads: Vec<LeftThread>,
    /// Accesses of the failing schedule that nothing puts into an order.
    pub(crate) races: Vec<DataRace>,
    /// Locks that should have been released.
    pub(crate) left_locks: Vec<HeldLock>,
    /// What happened when, where the failure is one on the virtual clock.
    pub(crate) timeline: Option<Timeline>,
    /// What runs the failing schedule once more, where there is one.
    pub(crate) replay: Option<Replay>,
}

/// One search through schedules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) scenario: Text,
    pub(crate) schedules: u64,
    pub(crate) pruned: u64,
    /// Whether every schedule (up to the order of independent operations) was run.
    pub(crate) exhausted: bool,
    /// Every schedule with at most this many forced switches was run; absent where all were, and where one failed.
    pub(crate) bound: Option<u32>,
    /// How many schedules had been run when the first failing one was found, itself included.
    pub(crate) found_after: Option<u64>,
}

/// The verdict of one check of one submission.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) check: CheckId,
    pub(crate) judgement: Judgement,
    pub(crate) duration: std::time::Duration,
}
