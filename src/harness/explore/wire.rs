//! The answer to a `schedule` question as it stands in the protocol, before anything in it is believed.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::model::schedule::ThreadId;

/// The answer in the protocol, version 1.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ScheduleAnswer {
    pub(super) end: WireEnd,
    #[serde(default)]
    pub(super) import: Option<Json>,
    #[serde(default)]
    pub(super) missing: Option<Vec<String>>,
    #[serde(default)]
    pub(super) public: Vec<String>,
    #[serde(default)]
    pub(super) failure: Option<WireFailure>,
    #[serde(default)]
    pub(super) results: Vec<WireResult>,
    #[serde(default)]
    pub(super) calls: Vec<(ThreadId, u32)>,
    #[serde(default)]
    pub(super) calls_by_caller: u32,
    #[serde(default)]
    pub(super) overlap: bool,
    #[serde(default)]
    pub(super) watched: Vec<WireCall>,
    #[serde(default)]
    pub(super) threads: Vec<(String, i64)>,
    #[serde(default)]
    pub(super) decisions: Vec<(ThreadId, Mask, i64, ThreadId, i64, Mask)>,
    #[serde(default)]
    pub(super) sleeping: Vec<Option<Vec<ThreadId>>>,
    #[serde(default)]
    pub(super) locs_at: Vec<u32>,
    /// How many events there were when each decision was taken.
    #[serde(default)]
    pub(super) events_at: Vec<u32>,
    #[serde(default)]
    pub(super) saw_try: bool,
    /// More threads were asked for than the controlled interpreter starts.
    #[serde(default)]
    pub(super) too_many_threads: bool,
    #[serde(default)]
    pub(super) events: Vec<(ThreadId, u8, u32, i64, u8)>,
    #[serde(default)]
    pub(super) names: Vec<String>,
    #[serde(default)]
    pub(super) rows: Option<Vec<WireRow>>,
    #[serde(default)]
    pub(super) scripted: Option<WireScripted>,
}

/// What came of the calls of a script.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct WireScripted {
    /// Which call each is an attempt of, and its arguments where they were asked for: the tuple and the dict.
    pub(super) attempts: Vec<(usize, Option<(Json, Json)>)>,
    /// From when to when somebody slept.
    pub(super) sleeps: Vec<(f64, f64)>,
    /// A call, when it began and ended, and how, where an attempt made it.
    pub(super) calls: Vec<(usize, f64, f64, Option<Json>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum WireEnd {
    Finished,
    Failed,
    Pruned,
    Steps,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum WireFailure {
    Exception {
        thread: ThreadId,
        op: Option<(WirePart, ThreadId, usize)>,
        exc: Json,
    },
    ThreadDied {
        thread: ThreadId,
        exc: Json,
    },
    Deadlock {
        waits: Vec<WireWait>,
    },
    Spin {
        thread: ThreadId,
        at: Option<(String, u32)>,
    },
    Left {
        op: (WirePart, ThreadId, usize),
        threads: Vec<WireLeftThread>,
        locks: Vec<WireHeldLock>,
    },
    Always {
        index: usize,
        seen: Json,
    },
    ExtraAttempt {
        call: Option<usize>,
    },
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct WireWait {
    pub(super) thread: ThreadId,
    pub(super) wanted: String,
    pub(super) at: Option<(String, u32)>,
    pub(super) holder: Option<ThreadId>,
    pub(super) taken_at: Option<(String, u32)>,
    #[serde(default)]
    pub(super) holder_ended: bool,
    #[serde(default)]
    pub(super) missed: Option<(String, u32)>,
    #[serde(default)]
    pub(super) cleared: Option<(String, u32)>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct WireLeftThread {
    pub(super) thread: ThreadId,
    pub(super) started_at: Option<(String, u32)>,
    pub(super) wanted: String,
    pub(super) at: Option<(String, u32)>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct WireHeldLock {
    pub(super) thread: ThreadId,
    pub(super) lock: String,
    pub(super) taken_at: Option<(String, u32)>,
    pub(super) ended: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct WireResult {
    pub(super) part: WirePart,
    pub(super) thread: ThreadId,
    pub(super) index: usize,
    pub(super) began: u64,
    pub(super) returned: u64,
    pub(super) end: Json,
    #[serde(default)]
    pub(super) began_at: f64,
    #[serde(default)]
    pub(super) returned_at: f64,
    #[serde(default)]
    pub(super) spun: f64,
    #[serde(default)]
    pub(super) wake_ups: u64,
    #[serde(default)]
    pub(super) woken_at: Option<(String, u32)>,
}

/// Thread, moments of the beginning and of the end (-1: none), the same in seconds, line of the caller.
pub(super) type WireCall = (ThreadId, u64, i64, f64, f64, Option<(String, u32)>);

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum WirePart {
    Thread,
    Main,
    End,
}

/// Thread, file, line, action, target, value, location or -1, event or -1.
pub(super) type WireRow = (
    ThreadId,
    String,
    u32,
    WireAction,
    String,
    Option<String>,
    i64,
    i64,
);

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum WireAction {
    Reads,
    Writes,
    Takes,
    Releases,
    Tries,
    Waits,
    Sleeps,
    Forks,
}

/// A set of threads: a number, or where that is too large for JSON a hexadecimal text.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Mask {
    Number(u64),
    Text(String),
}
