//! The keys of a `call` check, and how they become its steps.

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::call::{Call, Case, Expect, Step};
use crate::checks::piece::{self, Plain};
use crate::checks::python::names::Names;
use crate::checks::{At, Fault, Nearby, Place};

/// The keys of a `call` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallToml {
    /// Names of the submission's file that the code needs. Without this key: every name that the code uses, does not
    /// assign and does not have from Python.
    needs: Option<Vec<At<String>>>,
    /// Steps, run one after another in one fresh interpreter.
    #[serde(default)]
    step: Vec<At<StepToml>>,
    /// Groups of steps, each in a fresh interpreter of its own.
    #[serde(default)]
    case: Vec<At<CaseToml>>,
}

/// A group of steps in a fresh interpreter of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseToml {
    /// What the case is about; shown when it fails.
    name: Option<String>,
    /// Steps, run one after another.
    step: Vec<At<StepToml>>,
}

/// One piece of Python and how it must end.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepToml {
    /// Statements or an expression whose value does not matter.
    run: Option<At<String>>,
    /// An expression whose value is compared.
    value: Option<At<String>>,
    /// The expected value, of a type that TOML has: bool, int, float, str, list, dict.
    equals: Option<At<Plain>>,
    /// The expected value as a Python literal, for what TOML lacks: `"(1, None, b'x')"`.
    equals_python: Option<At<String>>,
    /// The built-in exception class (or `module.Class`) that must leave the code; a derived one is right too.
    raises: Option<At<String>>,
    /// A regular expression that must be found in the text of the exception.
    text_matches: Option<At<String>>,
}

/// Makes the check; what is wrong goes to `faults`.
pub(crate) fn build(at: At<CallToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Call {
    let (place, toml) = (at.place(), at.value);
    let mut cases = Vec::new();
    if toml.step.is_empty() && toml.case.is_empty() {
        let message = "a `call` check without a step finds nothing out";
        faults.push(Fault::new("no-steps", place, message).help("add `[[check.step]]` or `[[check.case]]`"));
    }
    let listed = toml.needs.as_deref();
    if !toml.step.is_empty() {
        cases.push(case(None, toml.step, listed, faults));
    }
    for group in toml.case {
        if group.value.step.is_empty() {
            faults.push(Fault::new(
                "no-steps",
                group.place(),
                "a case without a step finds nothing out",
            ));
        }
        cases.push(case(group.value.name, group.value.step, listed, faults));
    }
    Call {
        module: nearby.module(),
        cases,
    }
}

fn case(
    name: Option<String>,
    steps: Vec<At<StepToml>>,
    listed: Option<&[At<String>]>,
    faults: &mut Vec<Fault>,
) -> Case {
    let mut names = Names::default();
    let steps = steps
        .into_iter()
        .filter_map(|one| step(&one, &mut names, faults))
        .collect();
    Case {
        name,
        needs: piece::needs(listed, &names, faults),
        steps,
    }
}

fn step(toml: &At<StepToml>, names: &mut Names, faults: &mut Vec<Fault>) -> Option<Step> {
    let step = &toml.value;
    let (code, module) = match (&step.run, &step.value) {
        (Some(code), None) => {
            if let Some(place) = compared(step) {
                let message = "`run` looks at no value, so there is nothing to compare";
                faults.push(
                    Fault::new("step-shape", place, message).help("write `value = \"…\"` instead of `run`"),
                );
            }
            (code, piece::statements(code, faults))
        }
        (None, Some(code)) => {
            if compared(step).is_none() && step.raises.is_none() {
                let fault = Fault::new("step-shape", code.place(), "nothing is expected of this value");
                faults
                    .push(fault.help(
                        "add `equals`, `equals_python` or `raises`, or write `run` instead of `value`",
                    ));
            }
            (code, piece::expression(code, faults))
        }
        (None, None) => {
            let fault = Fault::new("step-shape", toml.place(), "a step needs `run` or `value`");
            faults.push(fault);
            return None;
        }
        (Some(_), Some(value)) => {
            let fault = Fault::new(
                "step-shape",
                value.place(),
                "a step has `run` or `value`, and not both",
            );
            faults.push(fault.help("make two steps of it"));
            return None;
        }
    };
    let expect = expect(step, faults);
    names.add(&module?);
    Some(Step {
        code: code.value.clone(),
        expect: expect?,
    })
}

/// Where a step says which value it expects.
fn compared(step: &StepToml) -> Option<Place> {
    step.equals
        .as_ref()
        .map(At::place)
        .or_else(|| step.equals_python.as_ref().map(At::place))
}

fn expect(step: &StepToml, faults: &mut Vec<Fault>) -> Option<Expect> {
    if let (None, Some(text)) = (&step.raises, &step.text_matches) {
        let fault = Fault::new(
            "step-shape",
            text.place(),
            "`text_matches` is about the text of an exception",
        );
        faults.push(fault.help("say which exception with `raises`"));
    }
    match (&step.equals, &step.equals_python, &step.raises) {
        (None, None, None) => Some(Expect::NoException),
        (Some(plain), None, None) => Some(Expect::Value(plain.value.0.clone())),
        (None, Some(code), None) => piece::literal(code, faults).map(Expect::Value),
        (None, None, Some(class)) => {
            let class = piece::exception_class(class, faults);
            let text = step.text_matches.as_ref().map(|pattern| regex(pattern, faults));
            Some(Expect::Raises {
                class,
                text: text.flatten(),
            })
        }
        (Some(_), Some(second), _) => {
            faults.push(two_ends(second.place(), "equals_python", "equals"));
            None
        }
        (Some(_), None, Some(second)) => {
            faults.push(two_ends(second.place(), "raises", "equals"));
            None
        }
        (None, Some(_), Some(second)) => {
            faults.push(two_ends(second.place(), "raises", "equals_python"));
            None
        }
    }
}

fn two_ends(place: Place, second: &str, first: &str) -> Fault {
    Fault::new(
        "step-shape",
        place,
        format!("a step ends in one way: this says `{first}` and `{second}`"),
    )
}

fn regex(pattern: &At<String>, faults: &mut Vec<Fault>) -> Option<Regex> {
    let report = |error: &regex::Error| {
        let text = error.to_string();
        let last = text
            .lines()
            .last()
            .unwrap_or_default()
            .trim_start_matches("error: ")
            .to_owned();
        Fault::new(
            "bad-regex",
            pattern.place(),
            format!("this is not a regular expression: {last}"),
        )
        .help("the syntax is that of the Rust crate `regex`: no look-around, no back-references")
    };
    Regex::new(&pattern.value)
        .map_err(|error| faults.push(report(&error)))
        .ok()
}
