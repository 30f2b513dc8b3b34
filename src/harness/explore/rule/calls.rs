//! The calls of the watched function: by whom, how many, how many at once.

use super::Context;
use crate::harness::explore::outcome::{Calls, Outcome};
use crate::model::clock::WatchedCall;
use crate::model::schedule::{CallsRule, Scenario, Violation};

/// The watched function was not called as the rule asks for.
pub(super) fn miscalled(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    let rule = context.scenario.rule.calls.filter(|_| context.default_schedule)?;
    let Calls {
        by_thread,
        by_caller,
        overlap,
    } = &outcome.calls;
    let by_thread: Vec<_> = by_thread.iter().map(|(_, count)| *count).collect();
    let (by_caller, overlap) = (*by_caller, *overlap);
    (!are_right(rule, &by_thread, by_caller, overlap)).then_some(Violation::Calls {
        rule,
        by_thread,
        by_caller,
        overlap,
    })
}

fn are_right(rule: CallsRule, by_thread: &[u32], by_caller: u32, overlap: bool) -> bool {
    let caller = (by_caller > 0).then_some(by_caller);
    let counts: Vec<_> = by_thread.iter().copied().chain(caller).collect();
    (rule.caller || by_caller == 0)
        && counts.len() == rule.threads as usize
        && counts.iter().all(|count| *count == rule.each)
        && (overlap || !rule.overlap)
}

/// There were more or fewer calls than the rule asks for, or too many of them at the same moment.
pub(super) fn miscounted(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    let rule = &scenario.rule.watched;
    let seen = u32::try_from(outcome.watched.len()).unwrap_or(u32::MAX);
    let too_many = || {
        let allowed = rule.at_once?;
        let (seen, call) = most_at_once(&outcome.watched)?;
        (seen > allowed).then(|| Violation::AtOnce {
            allowed,
            seen,
            seconds: call.began_at,
            at: call.at.clone(),
        })
    };
    let counted = rule.count.filter(|expected| *expected != seen);
    too_many().or_else(|| counted.map(|expected| Violation::CallCount { expected, seen }))
}

/// The largest number of calls in progress at the same moment, and the first call that brought it about. Moments
/// decide, not seconds: a call that ends at the second at which another begins is not in progress with it.
fn most_at_once(calls: &[WatchedCall]) -> Option<(u32, &WatchedCall)> {
    let mut ends: Vec<u64> = calls.iter().filter_map(|call| call.ended).collect();
    ends.sort_unstable();
    let mut most: Option<(u32, &WatchedCall)> = None;
    for (begun, call) in (1..).zip(calls) {
        let ended = ends.partition_point(|end| *end < call.began);
        let now = u32::saturating_sub(begun, u32::try_from(ended).unwrap_or(u32::MAX));
        if most.is_none_or(|(known, _)| now > known) {
            most = Some((now, call));
        }
    }
    most
}
