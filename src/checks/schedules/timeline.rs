//! What happened when on the virtual clock, for programs that read results.

use crate::checks::schedules::Parts;
use crate::checks::schedules::tell::thread_name;
use crate::model::clock::{Clock, TimedCall, TimedOperation, Timeline};
use crate::model::schedule::{Failing, Operation, OperationResult, Part};

/// Operations and calls beyond these are left out.
const MOST: usize = 1000;

/// The timeline of a failing schedule; none where time-outs were choices of the search.
pub(super) fn timeline(parts: &Parts, failing: &Failing) -> Option<Timeline> {
    match parts.clock {
        Clock::Loose => return None,
        Clock::Strict => {}
    }
    let name = |thread| thread_name(&failing.interleaving, thread);
    let mut results: Vec<&OperationResult> = failing.results.iter().collect();
    results.sort_by_key(|result| result.began);
    let operations = results.into_iter().take(MOST).map(|result| TimedOperation {
        thread: name(result.thread),
        code: operation(parts, result).map_or_else(String::new, |operation| operation.code.clone()),
        began: result.times.began_at,
        returned: result.times.returned_at,
        wake_ups: result.times.wake_ups,
    });
    let calls = failing.watched.iter().take(MOST).map(|call| TimedCall {
        thread: name(call.thread),
        began: call.began_at,
        ended: call.ended_at,
        at: call.at.clone(),
    });
    Some(Timeline {
        operations: operations.collect(),
        calls: calls.collect(),
    })
}

fn operation<'a>(parts: &'a Parts, result: &OperationResult) -> Option<&'a Operation> {
    let list = match result.part {
        Part::Thread => parts.threads.get((result.thread as usize).checked_sub(1)?)?,
        Part::Main => &parts.main,
        Part::End => &parts.end,
    };
    list.get(result.index)
}
