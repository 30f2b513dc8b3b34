//! What went wrong with the calls of a script, in words.

use crate::model::message::{Message, Words};
use crate::model::retry::{Course, Fault, PauseAt, Pauses};
use crate::model::verdict::{Judgement, Location, Reason};

/// How many pauses are named before the rest is left out.
const MOST: usize = 20;

/// What a fault of a script is. `outcome` is the reason of a wrong result.
pub(super) fn fault(fault: &Fault, outcome: Reason) -> Judgement {
    match fault {
        Fault::Stray => judgement(outcome, Message::new("retry-stray")),
        Fault::Extra { call, attempts } => {
            let words = Message::new("retry-extra")
                .code("call", call)
                .count("expected", (*attempts).into());
            let more = u64::from(*attempts) + 1;
            judgement(outcome, words).expecting(attempts.to_string(), more.to_string())
        }
        Fault::Count {
            call,
            least,
            most: _,
            seen,
        } => {
            let words = count(call, *least, *seen);
            judgement(outcome, words).expecting(least.to_string(), seen.to_string())
        }
        Fault::Arguments {
            call,
            attempt,
            expected,
            seen,
        } => {
            let words = Message::new("retry-arguments")
                .code("call", call)
                .count("attempt", (*attempt).into())
                .code("expected", expected)
                .code("actual", seen);
            judgement(outcome, words).expecting(expected, seen)
        }
        Fault::Pauses {
            call,
            expected,
            seen,
            at,
        } => pauses(call, expected, seen, *at),
        Fault::NotSlept {
            call,
            attempt,
            seconds,
            slept,
            spins,
            at,
        } => not_slept(call, *attempt, (*seconds, *slept), *spins, at.as_ref()),
        Fault::Unlike {
            call,
            other,
            expected,
            seen,
        } => {
            let (expected, actual) = (course(expected), course(seen));
            let words = unlike(call, other, &expected, &actual);
            judgement(outcome, words).expecting(expected, actual)
        }
    }
}

fn count(call: &str, expected: u32, seen: u32) -> Message {
    Message::new("retry-count")
        .code("call", call)
        .count("expected", expected.into())
        .count("actual", seen.into())
}

fn unlike(call: &str, other: &str, expected: &str, actual: &str) -> Message {
    Message::new("retry-unlike")
        .code("call", call)
        .code("other", other)
        .plain("expected", expected)
        .plain("actual", actual)
}

fn pauses(call: &str, expected: &[f64], seen: &Pauses, at: PauseAt) -> Judgement {
    let (wanted, actual) = (seconds(expected), seconds(&seen.between));
    let words = Message::new("retry-pauses")
        .code("call", call)
        .plain("expected", &wanted)
        .plain("actual", &actual);
    let at = match at {
        PauseAt::BeforeFirst => Message::new("retry-pause-before").plain("seconds", number(seen.before)),
        PauseAt::AfterLast => Message::new("retry-pause-last").plain("seconds", number(seen.after)),
        PauseAt::After(attempt) => {
            let index = attempt as usize - 1;
            let pause = |list: &[f64]| number(list.get(index).copied().unwrap_or_default());
            Message::new("retry-pause-at")
                .count("attempt", attempt.into())
                .plain("expected", pause(expected))
                .plain("actual", pause(&seen.between))
        }
    };
    judgement(Reason::Duration, at)
        .because(Words::Ours(words))
        .expecting(wanted, actual)
}

fn not_slept(
    call: &str,
    attempt: u32,
    (seconds, slept): (f64, f64),
    spins: bool,
    at: Option<&Location>,
) -> Judgement {
    let (reason, words) = if spins {
        (Reason::BusyWait, Message::new("retry-spins"))
    } else {
        (Reason::Wrong, Message::new("retry-not-slept"))
    };
    let at = at.map_or_else(|| "nowhere".to_owned(), |at| format!("{}:{}", at.file, at.line));
    let words = words
        .code("call", call)
        .count("attempt", attempt.into())
        .plain("seconds", number(seconds))
        .plain("slept", number(slept))
        .plain("at", at);
    let shown = |seconds: f64| format!("{} s", number(seconds));
    judgement(reason, words).expecting(shown(seconds), shown(slept))
}

fn judgement(reason: Reason, words: Message) -> Judgement {
    Judgement::failed(reason).because(Words::Ours(words))
}

/// `3: 1 s, 2 s`
fn course(course: &Course) -> String {
    match course.pauses.as_slice() {
        [] => course.attempts.to_string(),
        pauses => format!("{}: {}", course.attempts, seconds(pauses)),
    }
}

/// `1 s, 2 s, 4 s`; a number that stands several times in a row is said once: `2 s x 100`.
fn seconds(pauses: &[f64]) -> String {
    let mut runs: Vec<(String, usize)> = Vec::new();
    for pause in pauses {
        let text = number(*pause);
        match runs.last_mut() {
            Some((last, times)) if *last == text => *times += 1,
            _ => runs.push((text, 1)),
        }
    }
    let shown = runs.iter().take(MOST).flat_map(|(text, times)| match times {
        1 | 2 => vec![format!("{text} s"); *times],
        _ => vec![format!("{text} s × {times}")],
    });
    let rest = (runs.len() > MOST).then(|| "…".to_owned());
    let shown: Vec<String> = shown.chain(rest).collect();
    if shown.is_empty() {
        "–".to_owned()
    } else {
        shown.join(", ")
    }
}

/// A number of seconds to the microsecond, without zeros that say nothing.
fn number(seconds: f64) -> String {
    let text = format!("{seconds:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
