//! What went wrong on the virtual clock, and with the calls of a watched function, in words.

use crate::model::clock::Seconds;
use crate::model::message::{Message, Words};
use crate::model::schedule::Violation;
use crate::model::verdict::{Judgement, Location, Reason};

/// How many moments are named before the rest is left out.
const MOST_MOMENTS: usize = 20;

/// What a violation of the clock or of the calls is; none for others. `outcome` is the reason of a wrong result.
pub(super) fn violation(violation: &Violation, watched: &str, outcome: Reason) -> Option<Judgement> {
    Some(match violation {
        Violation::Duration {
            code,
            expected,
            seen,
            at,
        } => duration(code.as_deref(), *expected, *seen, at.as_ref()),
        Violation::WakeUps {
            code,
            allowed,
            seen,
            seconds,
            spins,
            at,
        } => {
            let words = wake_ups(code, *seen, *seconds, *spins, at.as_ref());
            let words = Judgement::failed(Reason::BusyWait).because(Words::Ours(words));
            let rate = |rate: f64| format!("{}/s", number(rate));
            #[expect(clippy::cast_precision_loss, reason = "only shown")]
            let seen = *seen as f64 / seconds.max(1.0);
            words.expecting(format!("<= {}", rate(*allowed)), rate(seen))
        }
        Violation::AtOnce {
            allowed,
            seen,
            seconds,
            at: _,
        } => {
            let words = Message::new("calls-at-once")
                .count("seen", (*seen).into())
                .count("allowed", (*allowed).into())
                .plain("seconds", number(*seconds))
                .code("watched", watched);
            let judgement = Judgement::failed(Reason::TooManyAtOnce).because(Words::Ours(words));
            judgement.expecting(format!("<= {allowed}"), seen.to_string())
        }
        Violation::CallCount { expected, seen } => {
            let words = Message::new("calls-count")
                .count("expected", (*expected).into())
                .count("actual", (*seen).into())
                .code("watched", watched);
            let judgement = Judgement::failed(outcome).because(Words::Ours(words));
            judgement.expecting(expected.to_string(), seen.to_string())
        }
        Violation::Starts { expected, seen } => {
            let (expected, actual) = (moments(expected), moments(seen));
            let words = Message::new("calls-starts")
                .plain("expected", &expected)
                .plain("actual", &actual)
                .code("watched", watched);
            let judgement = Judgement::failed(Reason::Duration).because(Words::Ours(words));
            judgement.expecting(expected, actual)
        }
        _ => return None,
    })
}

fn duration(code: Option<&str>, expected: Seconds, seen: f64, at: Option<&Location>) -> Judgement {
    let Seconds { at_least, at_most } = expected;
    #[expect(clippy::float_cmp, reason = "one number was written where both are the same")]
    let (bound, text) = if at_least == at_most {
        ("exact", number(at_least))
    } else if at_most.is_infinite() {
        ("at-least", format!(">= {}", number(at_least)))
    } else if at_least == 0.0 {
        ("at-most", format!("<= {}", number(at_most)))
    } else {
        ("range", format!("{}..{}", number(at_least), number(at_most)))
    };
    let words = match code {
        Some(_) => Message::new("clock-takes"),
        None => Message::new("clock-scenario-takes"),
    };
    let words = code
        .into_iter()
        .fold(words, |words, code| words.code("code", code));
    let words = words
        .plain("bound", bound)
        .plain("least", number(at_least))
        .plain("most", number(at_most))
        .plain("actual", number(seen));
    let judgement = Judgement::failed(Reason::Duration)
        .because(Words::Ours(words))
        .expecting(format!("{text} s"), format!("{} s", number(seen)));
    match at {
        Some(at) => judgement.because(Words::Ours(
            Message::new("clock-waits-at").plain("at", format!("{}:{}", at.file, at.line)),
        )),
        None => judgement,
    }
}

fn wake_ups(code: &str, seen: u64, seconds: f64, spins: bool, at: Option<&Location>) -> Message {
    let at = at.map_or_else(|| "nowhere".to_owned(), |at| format!("{}:{}", at.file, at.line));
    let words = if spins {
        Message::new("clock-spins")
    } else {
        Message::new("clock-wakeups")
    };
    words
        .code("code", code)
        .count("seen", seen)
        .plain("seconds", number(seconds))
        .plain("at", at)
}

fn moments(seconds: &[f64]) -> String {
    let shown = seconds.iter().take(MOST_MOMENTS).map(|moment| number(*moment));
    let rest = (seconds.len() > MOST_MOMENTS).then(|| "…".to_owned());
    shown.chain(rest).collect::<Vec<_>>().join(", ")
}

/// A number of seconds to the microsecond, without zeros that say nothing.
fn number(seconds: f64) -> String {
    let text = format!("{seconds:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
