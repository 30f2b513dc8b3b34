//! What happened when on the virtual clock, in the JSON of a result.

use serde::Serialize;

use super::{LocationJson, location};
use crate::model::clock::Timeline;

/// Seconds since the scenario began, to the microsecond.
#[derive(Serialize)]
pub(super) struct TimelineJson<'a> {
    operations: Vec<OperationJson<'a>>,
    /// Calls of the watched function.
    calls: Vec<CallJson<'a>>,
}

#[derive(Serialize)]
struct OperationJson<'a> {
    thread: &'a str,
    code: &'a str,
    began: f64,
    returned: f64,
    wake_ups: u64,
}

#[derive(Serialize)]
struct CallJson<'a> {
    thread: &'a str,
    began: f64,
    /// Null when it was still going on.
    ended: Option<f64>,
    location: Option<LocationJson<'a>>,
}

pub(super) fn timeline(timeline: &Timeline) -> TimelineJson<'_> {
    let operations = timeline.operations.iter().map(|operation| OperationJson {
        thread: &operation.thread,
        code: &operation.code,
        began: microseconds(operation.began),
        returned: microseconds(operation.returned),
        wake_ups: operation.wake_ups,
    });
    let calls = timeline.calls.iter().map(|call| CallJson {
        thread: &call.thread,
        began: microseconds(call.began),
        ended: call.ended.map(microseconds),
        location: call.at.as_ref().map(location),
    });
    TimelineJson {
        operations: operations.collect(),
        calls: calls.collect(),
    }
}

/// What is left of a sum of seconds when its last, inexact digits are gone.
fn microseconds(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}
