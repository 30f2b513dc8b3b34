//! Scenarios for several threads, the searches through their schedules, and what a failing schedule looks like.

use crate::model::clock::{Clock, Seconds, Times, WatchedCall, WatchedRule};
use crate::model::limits::Limits;
use crate::model::observation::{Broken, ImportFailure, MissingName};
use crate::model::retry::{CallRule, Fault, Script};
use crate::model::value::{Exception, Value};
use crate::model::verdict::Location;

/// Threads of a scenario are numbered from 0, the thread that runs `setup`, `main` and `end`.
pub(crate) type ThreadId = u32;

/// What is run under every schedule, and which outcomes are right. The rule never enters the sandbox.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scenario {
    pub(crate) name: String,
    /// Names of the submission's file that the code needs.
    pub(crate) needs: Vec<String>,
    /// Statements that run first, in thread 0, uninterrupted; their names are visible to all that follows.
    pub(crate) setup: String,
    /// One list of operations per thread; thread `i` of this list is thread `i + 1` of the scenario.
    pub(crate) threads: Vec<Vec<Operation>>,
    /// What thread 0 does after starting them and before joining them; a driver that starts threads of its own.
    pub(crate) main: Vec<Operation>,
    /// What thread 0 does after all threads have ended.
    pub(crate) end: Vec<Operation>,
    /// Expressions that must be exactly `True` at every step of every schedule.
    pub(crate) always: Vec<String>,
    /// A function whose calls are recorded, as a dotted name in the submission's file or of `setup`.
    pub(crate) watch: Option<String>,
    /// What a scripted function does, and the calls that lead to it.
    pub(crate) script: Option<Script>,
    pub(crate) clock: Clock,
    /// The scenario ends with its last operation, whatever threads of the submission still do.
    pub(crate) may_leave_threads: bool,
    pub(crate) rule: Rule,
    pub(crate) budget: Budget,
    pub(crate) limits: Limits,
}

/// A piece of Python that one thread runs: an expression (its value is recorded) or statements (`None`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Operation {
    pub(crate) code: String,
    /// Whether the rule looks at its result.
    pub(crate) judged: bool,
    pub(crate) leaves: Leaves,
}

/// What must be gone when an operation has returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Leaves {
    /// No thread is alive that was started since `setup` began; those of the scenario itself do not count.
    pub(crate) no_threads: bool,
    /// Neither the calling thread nor one that has ended holds a lock that was taken meanwhile.
    pub(crate) no_locks: bool,
}

/// Which outcomes are right.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Rule {
    /// Python source of a sequential model with the names that `setup` and the operations use. When present, the
    /// results of judged operations must be those of one order of all operations, each run alone, that keeps each
    /// thread's own order and never puts an operation before one that had already returned when it began.
    pub(crate) model: Option<String>,
    /// What single operations must come to, whatever a model says.
    pub(crate) expectations: Vec<Expectation>,
    /// Built-in exception classes that an operation may raise; others fail. With a model an exception is right
    /// when the model raises one of the same class at that place, whatever this list says.
    pub(crate) may_raise: Vec<String>,
    /// What must be true of the calls of the watched function, under the schedule without forced switches.
    pub(crate) calls: Option<CallsRule>,
    pub(crate) races: Races,
    /// What must be true of each call and its time, under every schedule.
    pub(crate) watched: WatchedRule,
    /// How long the scenario takes, until its threads and `main` have ended.
    pub(crate) takes: Option<Seconds>,
    /// What must be true of each call of the script, in their order.
    pub(crate) script: Vec<CallRule>,
}

/// What a data race is that changes no outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Races {
    /// Told beside another failure, and no failure itself.
    #[default]
    Told,
    Fail,
}

/// What one operation must come to under every schedule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expectation {
    pub(crate) operation: OperationKey,
    pub(crate) end: Option<ExpectedEnd>,
    pub(crate) takes: Option<Seconds>,
    /// How often all threads together may wake up in a second while it runs.
    pub(crate) wakeups_per_second: Option<f64>,
}

/// How an operation must end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ExpectedEnd {
    /// In any way.
    Any,
    Value(Value),
    /// By an exception of this class, or of one derived from it.
    Raises(String),
}

/// What must be true of the calls of a watched function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CallsRule {
    /// How many different threads call it.
    pub(crate) threads: u32,
    /// How many calls each of them makes.
    pub(crate) each: u32,
    /// Whether two of the calling threads must have existed at the same time.
    pub(crate) overlap: bool,
    /// Whether the scenario's own thread 0 may be one of them.
    pub(crate) caller: bool,
}

/// How much is searched: counted in schedules and steps, never in seconds, so that a busy machine changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Budget {
    /// Schedules of the systematic search.
    pub(crate) schedules: u32,
    /// Schedules with one forced switch at the finest grain; as many others complete the bound of a search that was not
    /// exhausted.
    pub(crate) sweep: u32,
    /// Schedules of the seeded random search, run when the systematic one was not exhausted.
    pub(crate) random: u32,
    /// Visible steps of one schedule before it counts as endless.
    pub(crate) steps: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            schedules: 300,
            sweep: 150,
            random: 30,
            steps: 20_000,
        }
    }
}

/// A schedule: at which decision which thread was chosen instead of the default one. Empty means "no forced switch".
pub(crate) type Plan = Vec<(u32, ThreadId)>;

/// How one operation ended under one schedule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum OperationEnd {
    Value(Value),
    Raised(Exception),
}

/// One operation of a scenario: the list it is from, its thread, its index there.
pub(crate) type OperationKey = (Part, ThreadId, usize);

/// The result of one operation, with the moments it began and returned (numbers of visible steps, growing).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OperationResult {
    pub(crate) thread: ThreadId,
    pub(crate) index: usize,
    /// Which list it is from.
    pub(crate) part: Part,
    pub(crate) began: u64,
    pub(crate) returned: u64,
    pub(crate) end: OperationEnd,
    pub(crate) times: Times,
}

/// Which list of a scenario an operation is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    Thread,
    Main,
    End,
}

/// What a search through the schedules of a scenario showed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Exploration {
    pub(crate) schedules: u64,
    /// Schedules given up half-way because an equivalent one had been run.
    pub(crate) pruned: u64,
    /// Every schedule, up to the order of independent operations, was run within the budget.
    pub(crate) exhausted: bool,
    /// Every schedule with at most one forced switch was among those that were run.
    pub(crate) swept: bool,
    pub(crate) failing: Option<Box<Failing>>,
    /// Every schedule with at most this many forced switches was run, or an equivalent one. Absent where the search was
    /// exhausted, which says more, and where it ended with a failing schedule.
    pub(crate) bound: Option<u32>,
}

/// How close together the decisions of a schedule lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Grain {
    /// Before accesses to what threads may share.
    Coarse,
    /// Before every access that the harness can see.
    Fine,
}

impl Grain {
    /// The word in the protocol and in results.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Coarse => "coarse",
            Self::Fine => "fine",
        }
    }
}

/// A schedule that can be run again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replay {
    /// The name of the scenario within its check.
    pub(crate) scenario: String,
    pub(crate) plan: Plan,
    /// The decisions that the plan counts.
    pub(crate) grain: Grain,
    /// Whether there is a decision before the release of a lock.
    pub(crate) release_points: bool,
}

/// The failing schedule that the search ended with, shortened and confirmed by a second run of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failing {
    /// How many schedules had been run when the first failing one was found.
    pub(crate) found_after: u64,
    pub(crate) replay: Replay,
    pub(crate) violation: Violation,
    pub(crate) results: Vec<OperationResult>,
    pub(crate) interleaving: Interleaving,
    /// Data races of the schedule.
    pub(crate) races: Vec<DataRace>,
    /// The calls of the watched function, in the order in which they began.
    pub(crate) watched: Vec<WatchedCall>,
}

/// Two accesses to one place, one of them a write, that nothing puts into an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DataRace {
    /// As the line of the second one names it.
    pub(crate) target: String,
    pub(crate) first: RacingAccess,
    pub(crate) second: RacingAccess,
}

/// One side of a data race.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RacingAccess {
    pub(crate) thread: String,
    pub(crate) location: Location,
    pub(crate) action: Action,
}

/// In which way a schedule went wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Violation {
    /// The results are those of no order of the operations; the nearest right results stand beside them.
    NoSerialOrder {
        seen: Vec<(String, String)>,
        allowed: Vec<Vec<String>>,
    },
    /// An operation gave another value than the spec says.
    WrongResult {
        code: String,
        expected: Value,
        seen: OperationEnd,
    },
    /// An operation did not raise what the spec says.
    NotRaised {
        code: String,
        class: String,
        seen: OperationEnd,
    },
    /// An operation, or the whole scenario, takes another time than the spec says.
    Duration {
        /// None for the scenario.
        code: Option<String>,
        expected: Seconds,
        seen: f64,
        at: Option<Location>,
    },
    /// Threads wake up again and again while an operation runs.
    WakeUps {
        code: String,
        allowed: f64,
        seen: u64,
        seconds: f64,
        /// Nobody slept: a loop looks without waiting.
        spins: bool,
        at: Option<Location>,
    },
    /// More calls of the watched function than allowed were in progress at this moment.
    AtOnce {
        allowed: u32,
        seen: u32,
        seconds: f64,
        at: Option<Location>,
    },
    /// The watched function was called another number of times.
    CallCount { expected: u32, seen: u32 },
    /// The calls of the script went wrong.
    Script(Fault),
    /// Calls of the watched function began at other moments.
    Starts { expected: Vec<f64>, seen: Vec<f64> },
    /// An operation raised what it must not.
    Raised {
        thread: ThreadId,
        code: String,
        exception: Exception,
    },
    /// An exception ended a thread that the submission started.
    ThreadDied { thread: String, exception: Exception },
    /// No thread can go on.
    Deadlock { waits: Vec<Wait> },
    /// A thread goes on for ever without getting anywhere, at this line.
    Spin {
        thread: String,
        location: Option<Location>,
    },
    /// Accesses without an order, where the rule does not allow them.
    Race { races: Vec<DataRace> },
    /// Threads go on after an operation that had to end them.
    ThreadsLeft { code: String, threads: Vec<LeftThread> },
    /// Locks stay taken after an operation that had to release them.
    LocksHeld { code: String, locks: Vec<HeldLock> },
    /// An expression of `always` was not `True`.
    NotAlways { code: String, seen: OperationEnd },
    /// The calls of the watched function are not what the rule asks for.
    Calls {
        rule: CallsRule,
        by_thread: Vec<u32>,
        by_caller: u32,
        overlap: bool,
    },
    /// The process ended under this schedule.
    Broken(Broken),
    /// The submission could not be imported in the controlled interpreter.
    NotImported(ImportFailure),
    /// Names that the scenario needs are missing.
    NamesMissing(Vec<MissingName>),
}

/// One thread that waits in a deadlock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) thread: String,
    /// What it waits for, such as `Lock self._lock` or `join of Thread-1`.
    pub(crate) wanted: String,
    /// The line that waits.
    pub(crate) at: Option<Location>,
    /// Who holds it, and the line where it was taken.
    pub(crate) holder: Option<String>,
    pub(crate) taken_at: Option<Location>,
    /// The holder has ended without releasing it.
    pub(crate) holder_ended: bool,
    /// The line of a notification or a `set` that came before the thread waited, woke nobody, and was the last.
    pub(crate) missed: Option<Location>,
    /// Where the event was cleared again after that `set`.
    pub(crate) cleared: Option<Location>,
}

impl Wait {
    /// The thread whose end is waited for.
    pub(crate) fn joined(&self) -> Option<&str> {
        self.wanted.strip_prefix(JOIN)
    }
}

/// How the harness says that the end of a thread is waited for; the thread's name follows.
pub(crate) const JOIN: &str = "join of ";

/// The waits that form a circle: each waits for what the next one holds, and the last for what the first holds.
pub(crate) fn circle(waits: &[Wait]) -> Vec<&Wait> {
    let circles = waits.iter().map(|start| circle_from(start, waits));
    circles
        .into_iter()
        .find(|circle| !circle.is_empty())
        .unwrap_or_default()
}

fn circle_from<'a>(start: &'a Wait, waits: &'a [Wait]) -> Vec<&'a Wait> {
    let mut circle = vec![start];
    let mut current = start;
    // A circle is no longer than the list; a longer walk runs round one that does not come back to the start.
    while circle.len() <= waits.len() {
        let next = waits
            .iter()
            .find(|wait| Some(&wait.thread) == current.holder.as_ref());
        match next {
            Some(next) if next.thread == start.thread => return circle,
            Some(next) => {
                circle.push(next);
                current = next;
            }
            None => return Vec::new(),
        }
    }
    Vec::new()
}

/// A thread that should have ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LeftThread {
    pub(crate) thread: String,
    /// The line that started it.
    pub(crate) started_at: Option<Location>,
    /// What it waits for, and where; nothing when it can go on.
    pub(crate) wanted: Option<String>,
    pub(crate) at: Option<Location>,
}

/// A lock that should have been released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeldLock {
    /// Who took it.
    pub(crate) thread: String,
    /// Such as `Lock self.lock`.
    pub(crate) lock: String,
    pub(crate) taken_at: Option<Location>,
    /// The thread has ended: nobody will release it.
    pub(crate) ended: bool,
}

/// A schedule as columns: one per thread, one row per visible step, in the order in which they happened.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Interleaving {
    pub(crate) threads: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// One visible step.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) thread: ThreadId,
    pub(crate) location: Location,
    /// The source line, trimmed.
    pub(crate) source: String,
    pub(crate) action: Action,
    /// What is accessed: `self.value`, a lock's name.
    pub(crate) target: String,
    /// The value read or written, as short Python text.
    pub(crate) value: Option<String>,
    /// This write destroyed the write of that earlier row (an index), because it was computed from a value read
    /// before it.
    pub(crate) overwrites: Option<usize>,
}

/// What a visible step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Reads,
    Writes,
    Takes,
    Releases,
    Tries,
    Waits,
    Sleeps,
    Forks,
}
