//! The calls of a script: how many attempts, with which arguments, and how long nothing is tried between them.

use crate::harness::explore::orders;
use crate::harness::explore::outcome::Outcome;
use crate::harness::explore::rule::times::slack;
use crate::model::clock::Times;
use crate::model::retry::{CallRule, CallSpan, Course, Fault, PauseAt, PauseRule, Pauses, Script};
use crate::model::schedule::{ExpectedEnd, OperationEnd, Scenario, Violation};
use crate::model::show;
use crate::model::value::Value;

/// Moments of a clock that counts nanoseconds, seen as differences of large numbers.
const ROUNDING: f64 = 1e-6;

/// One call of the script with what came of it.
struct Made<'a> {
    index: usize,
    name: &'a str,
    rule: &'a CallRule,
    span: &'a CallSpan,
    /// Beginnings and ends of its attempts.
    attempts: Vec<(f64, f64)>,
    arguments: Vec<&'a (Value, Value)>,
    /// Of its operation.
    times: Option<&'a Times>,
}

/// The function was called where nobody may call it.
pub(super) fn extra(scenario: &Scenario, call: Option<usize>) -> Violation {
    let script = scenario.script.as_ref();
    let call = script.and_then(|script| script.calls.get(call?));
    Violation::Script(match call {
        Some(call) => Fault::Extra {
            call: call.name.clone(),
            attempts: call.count(),
        },
        None => Fault::Stray,
    })
}

/// A call made too few attempts, or with other arguments, or ended otherwise where no operation says how.
pub(super) fn misattempted(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    let script = scenario.script.as_ref()?;
    calls(scenario, script, outcome).iter().find_map(|made| {
        let fault = count(made).or_else(|| arguments(made));
        fault
            .map(Violation::Script)
            .or_else(|| nested_end(&script.calls[made.index].code, made))
    })
}

/// A call waited otherwise, or went otherwise than one that it must resemble.
pub(super) fn mispaced(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    let script = scenario.script.as_ref()?;
    let calls = calls(scenario, script, outcome);
    let fault = calls.iter().find_map(|made| {
        let paused = made.rule.pauses.as_ref();
        paused
            .and_then(|rule| other_pauses(made, rule))
            .or_else(|| not_slept(made, outcome))
            .or_else(|| unlike(made, &calls))
    });
    fault.map(Violation::Script)
}

/// The calls whose beginnings and ends are known; the harness says each once.
fn calls<'a>(scenario: &'a Scenario, script: &'a Script, outcome: &'a Outcome) -> Vec<Made<'a>> {
    let known = script.calls.iter().zip(&scenario.rule.script).enumerate();
    let made = known.filter_map(|(index, (call, rule))| {
        let mut spans = outcome.scripted.calls.iter();
        let span = spans.find(|span| span.call == index)?;
        let attempts = || {
            let all = outcome.watched.iter().zip(&outcome.scripted.attempts);
            all.filter(move |(_, (of, _))| *of == index)
        };
        let result = |key| outcome.results.iter().find(|result| orders::key(result) == key);
        let ends = attempts().filter_map(|(call, _)| Some((call.began_at, call.ended_at?)));
        Some(Made {
            index,
            name: &call.name,
            rule,
            span,
            attempts: ends.collect(),
            times: call.operation.and_then(result).map(|result| &result.times),
            arguments: attempts()
                .filter_map(|(_, (_, arguments))| arguments.as_ref())
                .collect(),
        })
    });
    made.collect()
}

impl Made<'_> {
    fn count(&self) -> u32 {
        u32::try_from(self.attempts.len()).unwrap_or(u32::MAX)
    }

    fn gaps(&self) -> impl Iterator<Item = (f64, f64)> {
        self.attempts.windows(2).map(|pair| (pair[0].1, pair[1].0))
    }

    fn pauses(&self) -> Pauses {
        let (began, ended) = (self.span.began_at, self.span.ended_at);
        let first = self.attempts.first().map_or(ended, |attempt| attempt.0);
        let last = self.attempts.last().map_or(ended, |attempt| attempt.1);
        Pauses {
            before: round(first - began),
            between: self.gaps().map(|(ended, began)| round(began - ended)).collect(),
            after: round(ended - last),
        }
    }

    /// Time that passes in loops comes in leaps; that there are loops is another rule's matter.
    fn late(&self) -> f64 {
        let spun = self.times.map_or(0.0, |times| times.spun);
        if spun > 0.0 { slack(spun) } else { 0.0 }
    }

    fn course(&self) -> Course {
        Course {
            attempts: self.count(),
            pauses: self.pauses().between,
        }
    }
}

fn count(made: &Made<'_>) -> Option<Fault> {
    let (least, most) = made.rule.attempts?;
    let seen = made.count();
    (!(least..=most).contains(&seen)).then(|| Fault::Count {
        call: made.name.to_owned(),
        least,
        most,
        seen,
    })
}

fn arguments(made: &Made<'_>) -> Option<Fault> {
    let expected = made.rule.arguments.as_ref()?;
    let (attempt, seen) = (1..).zip(&made.arguments).find(|(_, seen)| **seen != expected)?;
    Some(Fault::Arguments {
        call: made.name.to_owned(),
        attempt,
        expected: show_arguments(expected),
        seen: show_arguments(seen),
    })
}

/// `1, 'a', size=2`
fn show_arguments((args, kwargs): &(Value, Value)) -> String {
    let mut shown = Vec::new();
    if let Value::Tuple(args) = args {
        shown.extend(args.iter().map(show::python));
    }
    if let Value::Dict(pairs) = kwargs {
        shown.extend(pairs.iter().map(|(name, value)| match name {
            Value::Str(name) => format!("{name}={}", show::python(value)),
            other => format!("**{{{}: {}}}", show::python(other), show::python(value)),
        }));
    }
    format!("({})", shown.join(", "))
}

fn nested_end(code: &str, made: &Made<'_>) -> Option<Violation> {
    let (expected, seen) = (made.rule.end.as_ref()?, made.span.end.clone()?);
    let code = code.to_owned();
    match (expected, &seen) {
        (ExpectedEnd::Any, _) => None,
        (ExpectedEnd::Value(expected), OperationEnd::Value(value)) if expected == value => None,
        (ExpectedEnd::Raises(class), OperationEnd::Raised(raised)) if raised.is_a(class) => None,
        (ExpectedEnd::Value(expected), _) => Some(Violation::WrongResult {
            code,
            expected: expected.clone(),
            seen,
        }),
        (ExpectedEnd::Raises(class), _) => Some(Violation::NotRaised {
            code,
            class: class.clone(),
            seen,
        }),
    }
}

/// Whether a pause is another than it must be.
fn differs(expected: f64, seen: f64, within: f64, late: f64) -> bool {
    let bound = within.max(within * expected).max(ROUNDING);
    seen < expected - bound || seen > expected + bound + late
}

fn other_pauses(made: &Made<'_>, rule: &PauseRule) -> Option<Fault> {
    let seen = made.pauses();
    let late = made.late();
    let differs = |expected, seen| differs(expected, seen, rule.within, late);
    let between = || {
        let pairs = rule.seconds.iter().zip(&seen.between);
        let (attempt, _) = (1..)
            .zip(pairs)
            .find(|(_, (expected, seen))| differs(**expected, **seen))?;
        Some(PauseAt::After(attempt))
    };
    let before = differs(0.0, seen.before).then_some(PauseAt::BeforeFirst);
    let after = || differs(0.0, seen.after).then_some(PauseAt::AfterLast);
    let at = before.or_else(between).or_else(after)?;
    Some(Fault::Pauses {
        call: made.name.to_owned(),
        expected: rule.seconds.clone(),
        seen,
        at,
    })
}

/// Time passed between two attempts, and not in `time.sleep`.
fn not_slept(made: &Made<'_>, outcome: &Outcome) -> Option<Fault> {
    if !made.rule.by_sleep {
        return None;
    }
    (1..).zip(made.gaps()).find_map(|(attempt, (ended, began))| {
        let within = outcome
            .scripted
            .sleeps
            .iter()
            .map(|sleep| sleep.ended_at.min(began) - sleep.began_at.max(ended));
        let slept: f64 = within.filter(|seconds| *seconds > 0.0).sum();
        let seconds = began - ended;
        (slept < seconds - ROUNDING).then(|| Fault::NotSlept {
            call: made.name.to_owned(),
            attempt,
            seconds: round(seconds),
            slept: round(slept),
            spins: made.times.is_some_and(|times| times.spun > 0.0),
            at: made.times.and_then(|times| times.woken_at.clone()),
        })
    })
}

fn unlike(made: &Made<'_>, calls: &[Made<'_>]) -> Option<Fault> {
    let like = made.rule.like?;
    let other = calls.iter().find(|call| call.index == like.call)?;
    let (expected, seen) = (other.course(), made.course());
    let late = made.late().max(other.late());
    let mut pairs = expected.pauses.iter().zip(&seen.pauses);
    let alike = expected.attempts == seen.attempts
        && pairs.all(|(one, two)| {
            !differs(*one, *two, like.within, late) && !differs(*two, *one, like.within, late)
        });
    (!alike).then(|| Fault::Unlike {
        call: made.name.to_owned(),
        other: other.name.to_owned(),
        expected,
        seen,
    })
}

/// To the nanosecond: the clock has no finer moments, only its differences do.
fn round(seconds: f64) -> f64 {
    // An empty sum is -0.
    (seconds.max(0.0) * 1e9).round() / 1e9 + 0.0
}

#[cfg(test)]
#[path = "script_tests.rs"]
mod tests;
