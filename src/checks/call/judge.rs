//! What the ends of the steps prove.

use crate::checks::call::{Call, Case, Expect, Step};
use crate::checks::{compare, show, trouble};
use crate::model::message::{Message, Words};
use crate::model::observation::{Observation, StepEnd};
use crate::model::value::{Exception, Value};
use crate::model::verdict::{Judgement, Reason, Status};

/// The first case that fails decides; our own faults count only where nothing failed.
pub(crate) fn judge(call: &Call, observations: &[Observation]) -> Judgement {
    if observations.len() != call.cases.len() {
        return trouble::unexpected();
    }
    let mut inconclusive = None;
    for (case, observation) in call.cases.iter().zip(observations) {
        let judgement = judge_case(call, case, observation);
        match judgement.status {
            Status::Failed => return judgement,
            Status::Inconclusive => inconclusive = inconclusive.or(Some(judgement)),
            Status::Passed | Status::Skipped => {}
        }
    }
    inconclusive.unwrap_or_else(Judgement::passed)
}

fn judge_case(call: &Call, case: &Case, observation: &Observation) -> Judgement {
    match observation {
        Observation::Steps(ends) => judge_steps(call, case, ends),
        Observation::NotImported(failure) => trouble::not_imported(failure),
        Observation::NamesMissing(names) => trouble::names_missing(names),
        Observation::Broken(how) => trouble::broken(how),
        Observation::Faulty(causes) => trouble::faulty(causes),
        Observation::Schedules(_) => trouble::unexpected(),
    }
}

fn judge_steps(call: &Call, case: &Case, ends: &[StepEnd]) -> Judgement {
    for (index, step) in case.steps.iter().enumerate() {
        let failure = match ends.get(index) {
            Some(end) => judge_step(step, end),
            None => Some(Failure::new(Reason::NoAnswer, code_words("call-unreached", step))),
        };
        if let Some(failure) = failure {
            return failure.judgement(case, program(call, case, index));
        }
    }
    Judgement::passed()
}

/// A failed judgement of one step, before its case is known.
struct Failure(Judgement);

impl Failure {
    fn new(reason: Reason, words: Message) -> Self {
        Self(Judgement::failed(reason).because(Words::Ours(words)))
    }

    fn judgement(self, case: &Case, example: String) -> Judgement {
        let mut judgement = self.0;
        if let Some(name) = &case.name {
            judgement = judgement.because(Words::Ours(
                Message::new("call-case").plain("name", name.as_str()),
            ));
        }
        judgement.evidence.example = Some(example);
        judgement
    }
}

fn judge_step(step: &Step, end: &StepEnd) -> Option<Failure> {
    match (&step.expect, end) {
        (Expect::NoException, StepEnd::Value(_)) => None,
        (Expect::Value(expected), StepEnd::Value(actual)) => {
            (!compare::same(expected, actual)).then(|| wrong_value(step, expected, actual))
        }
        (Expect::NoException | Expect::Value(_), StepEnd::Raised(exception)) => Some(raised(step, exception)),
        (Expect::Raises { class, .. }, StepEnd::Value(actual)) => {
            let mut failure = Failure::new(
                Reason::Wrong,
                code_words("call-did-not-raise", step).code("class", class),
            );
            failure.0 = failure.0.expecting(class, show::python(actual));
            Some(failure)
        }
        (Expect::Raises { class, .. }, StepEnd::Raised(exception)) if !exception.is_a(class) => {
            Some(raised_other(step, class, exception))
        }
        (Expect::Raises { text: Some(text), .. }, StepEnd::Raised(exception))
            if !text.is_match(&exception.text) =>
        {
            let words = code_words("call-wrong-text", step).code("pattern", text.as_str());
            Some(located(
                Failure::new(Reason::Wrong, words),
                text.as_str(),
                exception,
            ))
        }
        (Expect::Raises { .. }, StepEnd::Raised(_)) => None,
    }
}

fn wrong_value(step: &Step, expected: &Value, actual: &Value) -> Failure {
    let (wanted, seen) = (show::python(expected), show::python(actual));
    let words = code_words("call-wrong-value", step)
        .code("expected", &wanted)
        .code("actual", &seen);
    let mut failure = Failure::new(Reason::Wrong, words);
    if let Some((expected, actual)) = compare::other_type(expected, actual) {
        let words = Message::new("call-wrong-type")
            .code("expected", expected)
            .code("actual", actual);
        failure.0 = failure.0.because(Words::Ours(words));
    }
    failure.0 = failure.0.expecting(wanted, seen);
    failure
}

fn raised(step: &Step, exception: &Exception) -> Failure {
    let words = code_words("call-raised", step).code("exception", show::exception(exception));
    let failure = Failure::new(Reason::Exception, words);
    match &step.expect {
        Expect::Value(expected) => located(failure, &show::python(expected), exception),
        Expect::NoException | Expect::Raises { .. } => {
            let mut failure = failure;
            failure.0.location.clone_from(&exception.location);
            failure
        }
    }
}

fn raised_other(step: &Step, class: &str, exception: &Exception) -> Failure {
    let words = code_words("call-raised-other", step)
        .code("class", class)
        .code("exception", show::exception(exception));
    located(Failure::new(Reason::Exception, words), class, exception)
}

fn located(mut failure: Failure, expected: &str, exception: &Exception) -> Failure {
    failure.0 = failure.0.expecting(expected, show::exception(exception));
    failure.0.location.clone_from(&exception.location);
    failure
}

fn code_words(id: &'static str, step: &Step) -> Message {
    Message::new(id).code("code", step.code.trim())
}

/// The smallest program that does what the run did up to the failing step.
fn program(call: &Call, case: &Case, failing: usize) -> String {
    let mut lines = Vec::new();
    if !case.needs.is_empty() {
        lines.push(format!("from {} import {}", call.module, case.needs.join(", ")));
        lines.push(String::new());
    }
    for step in &case.steps[..failing] {
        match &step.expect {
            Expect::NoException | Expect::Value(_) => lines.push(step.code.trim().to_owned()),
            // What must raise would end the program here.
            Expect::Raises { class, .. } => {
                lines.push("try:".to_owned());
                lines.extend(step.code.trim().lines().map(|line| format!("    {line}")));
                lines.push(format!("except {class}:\n    pass"));
            }
        }
    }
    let last = &case.steps[failing];
    lines.push(match &last.expect {
        Expect::Value(_) => format!("print(repr({}))", last.code.trim()),
        Expect::NoException | Expect::Raises { .. } => last.code.trim().to_owned(),
    });
    lines.join("\n")
}
