//! The virtual clock: how long operations take, how often threads wake up meanwhile, when calls begin.

use super::operation_of;
use crate::harness::explore::orders::key;
use crate::harness::explore::outcome::Outcome;
use crate::model::clock::{Seconds, Times};
use crate::model::schedule::{Expectation, Part, Scenario, Violation};
use crate::model::verdict::Location;

/// Sums of floating-point seconds, and clocks that show them with a large offset, are not exact.
const EXACT: f64 = 1e-5;
/// Time that passes in a loop that only looks around comes in leaps; these are the bounds of the last one.
const LEAP: f64 = 0.001;
const LEAP_PART: f64 = 0.1;
/// Wake-ups are counted over at least a second, so that a short operation may have one.
const SHORTEST: f64 = 1.0;

/// Threads wake up again and again while an operation runs.
pub(super) fn busy(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    operations(scenario, outcome).find_map(|(code, expectation, times)| {
        let allowed = expectation.wakeups_per_second?;
        let seconds = times.returned_at - times.began_at;
        #[expect(
            clippy::cast_precision_loss,
            reason = "an answer has far fewer than 2^52 wake-ups"
        )]
        let seen = times.wake_ups as f64;
        (seen > allowed * seconds.max(SHORTEST)).then(|| Violation::WakeUps {
            code: code.to_owned(),
            allowed,
            seen: times.wake_ups,
            seconds,
            spins: times.spun > 0.0,
            at: times.woken_at.clone(),
        })
    })
}

/// An operation, or the whole scenario, takes another time than it must.
pub(super) fn too_long_or_short(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    let of_operation = operations(scenario, outcome).find_map(|(code, expectation, times)| {
        let seen = times.returned_at - times.began_at;
        duration(
            Some(code),
            expectation.takes?,
            seen,
            times.spun,
            times.woken_at.as_ref(),
        )
    });
    of_operation.or_else(|| {
        let running = outcome.results.iter().filter(|result| result.part != Part::End);
        let last = running.max_by(|a, b| a.times.returned_at.total_cmp(&b.times.returned_at))?;
        let at = last.times.woken_at.as_ref();
        duration(
            None,
            scenario.rule.takes?,
            last.times.returned_at,
            spun(outcome),
            at,
        )
    })
}

fn duration(
    code: Option<&str>,
    expected: Seconds,
    seen: f64,
    spun: f64,
    at: Option<&Location>,
) -> Option<Violation> {
    let right = seen >= expected.at_least - EXACT && seen <= expected.at_most + slack(spun);
    (!right).then(|| Violation::Duration {
        code: code.map(str::to_owned),
        expected,
        seen,
        at: at.cloned(),
    })
}

/// Calls of the watched function begin at other moments than they must.
pub(super) fn started_otherwise(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    let expected = scenario.rule.watched.starts.as_ref()?;
    let mut seen: Vec<f64> = outcome.watched.iter().map(|call| call.began_at).collect();
    seen.sort_by(f64::total_cmp);
    let late = slack(spun(outcome));
    let mut pairs = expected.iter().zip(&seen);
    let right = pairs.all(|(expected, seen)| *seen >= expected - EXACT && *seen <= expected + late);
    (!right || expected.len() != seen.len()).then(|| Violation::Starts {
        expected: expected.clone(),
        seen,
    })
}

/// Operations about which something is expected: their code, what is expected, and their times.
fn operations<'a>(
    scenario: &'a Scenario,
    outcome: &'a Outcome,
) -> impl Iterator<Item = (&'a str, &'a Expectation, &'a Times)> {
    scenario.rule.expectations.iter().filter_map(|expectation| {
        let operation = operation_of(scenario, expectation.operation)?;
        let mut results = outcome.results.iter();
        let result = results.find(|result| key(result) == expectation.operation)?;
        Some((operation.code.as_str(), expectation, &result.times))
    })
}

/// How much later than it should something may be seen to happen.
pub(super) fn slack(spun: f64) -> f64 {
    if spun > 0.0 {
        EXACT + LEAP + LEAP_PART * spun
    } else {
        EXACT
    }
}

/// Time of the whole schedule that passed in loops that only look around; counted once per operation that saw it.
fn spun(outcome: &Outcome) -> f64 {
    outcome.results.iter().map(|result| result.times.spun).sum()
}
