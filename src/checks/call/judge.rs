//! What the ends of the steps prove.

use std::collections::BTreeMap;

use crate::checks::call::{Call, Case, Expect, Step};
use crate::checks::{compare, trouble};
use crate::model::message::{Message, Words};
use crate::model::observation::{Observation, StepEnd};
use crate::model::show;
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
        Observation::Schedules(_) | Observation::Site { .. } => trouble::unexpected(),
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
        (Expect::NoException, StepEnd::Value(_)) | (Expect::Raises { .. }, StepEnd::Raised(_)) => None,
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
    let steps = &case.steps[..=failing];
    let mut lines = imports(call, case, steps);
    for (index, step) in steps.iter().enumerate() {
        let code = step.code.trim();
        match &step.expect {
            Expect::Value(_) if index == failing => lines.push(format!("print(repr({code}))")),
            // What must raise would end the program here.
            Expect::Raises { class, .. } if index < failing => {
                lines.push("try:".to_owned());
                lines.extend(code.lines().map(|line| format!("    {line}")));
                lines.push(format!("except {}:\n    pass", bare(class)));
            }
            Expect::NoException | Expect::Value(_) | Expect::Raises { .. } => lines.push(code.to_owned()),
        }
    }
    lines.join("\n")
}

/// Imports of what the steps need, of the exceptions of the submission too.
fn imports(call: &Call, case: &Case, steps: &[Step]) -> Vec<String> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    if !case.needs.is_empty() {
        names.insert(&call.module, case.needs.iter().map(String::as_str).collect());
    }
    for step in steps {
        if let Expect::Raises { class, .. } = &step.expect
            && let Some((module, name)) = class.rsplit_once('.')
            && !names.get(module).is_some_and(|names| names.contains(&name))
        {
            names.entry(module).or_default().push(name);
        }
    }
    let mut lines: Vec<String> = names
        .iter()
        .map(|(module, names)| format!("from {module} import {}", names.join(", ")))
        .collect();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// A class without its module.
fn bare(class: &str) -> &str {
    class.rsplit('.').next().unwrap_or(class)
}
