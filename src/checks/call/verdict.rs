//! How one step ended beside how it must end.

use crate::checks::call::steps::Ends;
use crate::checks::call::{Call, Expect, Identity, Raises, Step, TextRule};
use crate::checks::compare::{self, Rule};
use crate::checks::{lines, trouble};
use crate::model::message::{Message, Words};
use crate::model::observation::StepEnd;
use crate::model::show;
use crate::model::value::{Exception, Value};
use crate::model::verdict::{Judgement, Reason};

/// What is wrong with it; `answer` is the end of the reference solution, where that says what is right.
pub(super) fn judge_step(
    call: &Call,
    step: &Step,
    ends: &Ends<'_>,
    answer: Option<&StepEnd>,
) -> Option<Judgement> {
    judge_code(call, step, ends.code, answer)
        .or_else(|| {
            step.identity
                .iter()
                .zip(ends.identity)
                .find_map(|(asked, end)| identity(step, asked, end))
        })
        .or_else(|| ends.printed.and_then(|end| printed(step, end)))
        .or_else(|| {
            let looks = step.unchanged.iter().zip(ends.before.iter().zip(ends.after));
            looks
                .into_iter()
                .find_map(|(looked, (before, after))| unchanged(step, looked, before, after))
        })
}

fn judge_code(call: &Call, step: &Step, end: &StepEnd, answer: Option<&StepEnd>) -> Option<Judgement> {
    match (&step.expect, end) {
        (Expect::Value(expected), StepEnd::Value(actual)) => wrong_value(step, expected, actual),
        (Expect::Value(expected), StepEnd::Raised(exception)) => {
            Some(raised(step, Some(expected), exception))
        }
        (Expect::NoException, StepEnd::Raised(exception)) => Some(raised(step, None, exception)),
        (Expect::NoException, StepEnd::Value(_)) => None,
        (Expect::Raises(raises), _) => wrong_exception(step, raises, end),
        (Expect::Reference, _) => match answer {
            None => Some(trouble::unexpected()),
            Some(StepEnd::Value(expected)) if !is_comparable(expected) => {
                let why = format!(
                    "the reference solution gives {}, which cannot be compared",
                    show::python(expected)
                );
                Some(trouble::faulty(&why))
            }
            Some(StepEnd::Value(expected)) => match end {
                StepEnd::Value(actual) => wrong_value(step, expected, actual),
                StepEnd::Raised(exception) => Some(raised(step, Some(expected), exception)),
            },
            Some(StepEnd::Raised(exception)) => wrong_exception(step, &as_raised(call, exception), end),
        },
    }
}

/// The exception of the reference solution, as one that a submission must raise.
fn as_raised(call: &Call, exception: &Exception) -> Raises {
    let class = exception.class();
    let class = match class.strip_prefix("__main__.") {
        Some(own) => format!("{}.{own}", call.module),
        None => class.to_owned(),
    };
    Raises {
        class,
        text: None,
        cause: None,
    }
}

/// Whether there is something in a value that nothing is known of.
fn is_comparable(value: &Value) -> bool {
    match value {
        Value::Opaque { .. } | Value::Cycle | Value::TooLarge(_) => false,
        Value::Subclass { value, .. } => is_comparable(value),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) | Value::FrozenSet(items) => {
            items.iter().all(is_comparable)
        }
        Value::Dict(pairs) => pairs
            .iter()
            .all(|(key, value)| is_comparable(key) && is_comparable(value)),
        Value::None
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Float(_)
        | Value::Complex(..)
        | Value::Str(_)
        | Value::Bytes(_)
        | Value::ByteArray(_)
        | Value::Range(..)
        | Value::Ellipsis => true,
    }
}

fn wrong_value(step: &Step, expected: &Value, actual: &Value) -> Option<Judgement> {
    let difference = compare::difference(expected, actual, step.rule)?;
    let (wanted, seen) = (show::python(expected), show::python(actual));
    let words = about("call-wrong-value", step)
        .code("expected", &wanted)
        .code("actual", &seen);
    let mut judgement = failed(Reason::Wrong, words).expecting(wanted, seen);
    if let Some((expected, actual)) = compare::other_type(expected, actual) {
        let words = Message::new("call-wrong-type")
            .code("expected", expected)
            .code("actual", actual);
        judgement = judgement.because(Words::Ours(words));
    }
    judgement.rationale.extend(difference.words());
    if matches!(actual, Value::TooLarge(_)) {
        judgement = judgement.because(Words::Ours(Message::new("call-too-large")));
    }
    Some(judgement)
}

fn raised(step: &Step, expected: Option<&Value>, exception: &Exception) -> Judgement {
    let words = about("call-raised", step).code("exception", show::exception(exception));
    let judgement = failed(Reason::Exception, words);
    match expected {
        Some(expected) => located(judgement, &show::python(expected), exception),
        None => Judgement {
            location: exception.location.clone(),
            ..judgement
        },
    }
}

fn wrong_exception(step: &Step, raises: &Raises, end: &StepEnd) -> Option<Judgement> {
    let class = raises.class.as_str();
    let exception = match end {
        StepEnd::Raised(exception) => exception,
        StepEnd::Value(actual) => {
            let words = about("call-did-not-raise", step).code("class", class);
            return Some(failed(Reason::Wrong, words).expecting(class, show::python(actual)));
        }
    };
    if !exception.is_a(class) {
        let words = about("call-raised-other", step)
            .code("class", class)
            .code("exception", show::exception(exception));
        return Some(located(failed(Reason::Exception, words), class, exception));
    }
    match &raises.text {
        Some(TextRule::Exactly(text)) if *text != exception.text => {
            let words = about("call-wrong-exact-text", step).code("text", text);
            return Some(located(
                failed(Reason::Wrong, words),
                &format!("{class}: {text}"),
                exception,
            ));
        }
        Some(TextRule::Matches(pattern)) if !pattern.is_match(&exception.text) => {
            let words = about("call-wrong-text", step).code("pattern", pattern.as_str());
            return Some(located(failed(Reason::Wrong, words), pattern.as_str(), exception));
        }
        _ => {}
    }
    let cause = raises.cause.as_ref()?;
    if exception.is_caused_by(cause) {
        return None;
    }
    let seen = exception.cause.first().map_or("None", String::as_str);
    let words = about("call-wrong-cause", step)
        .code("class", exception.class())
        .code("expected", cause)
        .code("actual", seen);
    Some(Judgement {
        location: exception.location.clone(),
        ..failed(Reason::Wrong, words).expecting(cause, seen)
    })
}

fn identity(step: &Step, asked: &(String, Identity), end: &StepEnd) -> Option<Judgement> {
    let (other, identity) = asked;
    let id = match (end, identity) {
        (StepEnd::Raised(exception), _) => {
            let words = Message::new("call-raised")
                .code("code", other)
                .code("exception", show::exception(exception));
            return Some(Judgement {
                location: exception.location.clone(),
                ..failed(Reason::Exception, words)
            });
        }
        (StepEnd::Value(Value::Bool(true)), Identity::Same)
        | (StepEnd::Value(Value::Bool(false)), Identity::Different) => {
            return None;
        }
        (StepEnd::Value(_), Identity::Same) => "call-other-object",
        (StepEnd::Value(_), Identity::Different) => "call-same-object",
    };
    Some(failed(Reason::Wrong, about(id, step).code("other", other)))
}

fn printed(step: &Step, end: &StepEnd) -> Option<Judgement> {
    let StepEnd::Value(Value::Tuple(streams)) = end else {
        return Some(trouble::unexpected());
    };
    for (at, (wanted, seen)) in step.prints.iter().zip(streams).enumerate() {
        let Some(wanted) = wanted else { continue };
        let Value::Bytes(seen) = seen else {
            let words = Message::new("broken-output");
            return Some(failed(Reason::OutputLimit, words).because(Words::Ours(about("call-at", step))));
        };
        if let Some(difference) = lines::difference(wanted, seen, lines::Rule::Exactly) {
            let id = ["call-wrong-output", "call-wrong-errors"][at];
            return Some(difference.judgement(about(id, step)));
        }
    }
    None
}

fn unchanged(step: &Step, looked: &str, before: &StepEnd, after: &StepEnd) -> Option<Judgement> {
    let (before, after) = match (before, after) {
        (StepEnd::Value(before), StepEnd::Value(after)) => (before, after),
        (StepEnd::Raised(exception), _) | (_, StepEnd::Raised(exception)) => {
            let words = Message::new("call-raised")
                .code("code", looked)
                .code("exception", show::exception(exception));
            return Some(Judgement {
                location: exception.location.clone(),
                ..failed(Reason::Exception, words)
            });
        }
    };
    // Of two things that nothing is known of, nobody can tell whether they are the same.
    if !is_comparable(before) {
        let words = about("call-unknown", step)
            .code("looked", looked)
            .code("actual", show::python(before));
        return Some(failed(Reason::Wrong, words));
    }
    let difference = compare::difference(before, after, Rule::default())?;
    let (wanted, seen) = (show::python(before), show::python(after));
    let words = about("call-changed", step)
        .code("looked", looked)
        .code("expected", &wanted)
        .code("actual", &seen);
    let mut judgement = failed(Reason::Wrong, words).expecting(wanted, seen);
    judgement.rationale.extend(difference.words());
    Some(judgement)
}

pub(super) fn failed(reason: Reason, words: Message) -> Judgement {
    Judgement::failed(reason).because(Words::Ours(words))
}

fn located(judgement: Judgement, expected: &str, exception: &Exception) -> Judgement {
    Judgement {
        location: exception.location.clone(),
        ..judgement.expecting(expected, show::exception(exception))
    }
}

pub(super) fn about(id: &'static str, step: &Step) -> Message {
    Message::new(id).code("code", step.code.trim())
}
