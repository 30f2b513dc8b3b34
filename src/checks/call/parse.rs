//! The keys of a `call` check, and how they become its steps.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::call::ends::{self, EndToml};
use crate::checks::call::table::{self, RandomToml, TableToml};
use crate::checks::call::{Call, Case, Step, Steppings};
use crate::checks::piece::{self, Name, Plain};
use crate::checks::python::names::Names;
use crate::checks::python::{self, SyntaxFault};
use crate::checks::{At, Fault, Nearby, Place};
use crate::model::message::Text;

/// The keys of a `call` check besides the common ones.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallToml {
    /// Names of the submission's file that the code needs. Without this key: every name that the code uses, does not
    /// assign and does not have from Python. What Python has (`sum`, `isinstance`) the submission's own name stands for
    /// only where it is listed here.
    pub(in crate::checks) needs: Option<Vec<At<String>>>,
    /// A file of the task's folder with a right solution. It runs in a sandbox of its own, never beside a submission;
    /// `equals_reference` and random cases compare with what it gives.
    pub(in crate::checks) reference: Option<At<String>>,
    /// The same as Python.
    pub(in crate::checks) reference_python: Option<At<String>>,
    /// Steps, run one after another in one fresh interpreter.
    #[serde(default)]
    pub(in crate::checks) step: Vec<At<StepToml>>,
    /// Groups of steps, each in a fresh interpreter of its own.
    #[serde(default)]
    pub(in crate::checks) case: Vec<At<CaseToml>>,
    /// Calls of one function with many arguments.
    #[serde(default)]
    pub(in crate::checks) table: Vec<At<TableToml>>,
    /// Calls of one function with arguments made from the seed, compared with the reference solution.
    #[serde(default)]
    pub(in crate::checks) random: Vec<At<RandomToml>>,
}

/// A group of steps in a fresh interpreter of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseToml {
    /// What the case is about; shown when it fails.
    name: Option<Name>,
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
    /// Whether it must end as the reference solution does: with an equal value, or with an exception of the class.
    equals_reference: Option<At<bool>>,
    /// Floats may differ by so much, or by this part of the expected one where that is more.
    within: Option<At<f64>>,
    /// Whether an object of a subclass (of `str`, `list` …) stands for the plain value in it; it does not by default.
    #[serde(default)]
    subclasses: bool,
    /// An expression that must give the very object that `value` gave.
    same_as: Option<At<String>>,
    /// Expressions that must give other objects than `value` did.
    #[serde(default)]
    different_from: Vec<At<String>>,
    /// The built-in exception class (or `module.Class`) that must leave the code; a derived one is right too.
    raises: Option<At<String>>,
    /// The text of the exception, exactly as `str` gives it.
    text: Option<At<String>>,
    /// A regular expression that must be found in the text of the exception.
    text_matches: Option<At<String>>,
    /// The class that the `__cause__` of the exception must have, or be derived from.
    cause: Option<At<String>>,
    /// What must arrive at standard output while the step runs, exactly.
    prints: Option<String>,
    /// What must arrive at standard error while the step runs, exactly.
    prints_error: Option<String>,
    /// Expressions that must have the same value after the step as before it, of exactly the same types. They give plain
    /// values: of other objects nothing is known that could be compared.
    #[serde(default)]
    unchanged: Vec<At<String>>,
}

impl StepToml {
    fn end(&self) -> EndToml<'_> {
        EndToml {
            equals: self.equals.as_ref(),
            equals_python: self.equals_python.as_ref(),
            equals_reference: self.equals_reference.as_ref(),
            within: self.within.as_ref(),
            subclasses: self.subclasses,
            raises: self.raises.as_ref(),
            text: self.text.as_ref(),
            text_matches: self.text_matches.as_ref(),
            cause: self.cause.as_ref(),
        }
    }
}

/// Makes the check; what is wrong goes to `faults`.
pub(crate) fn build(at: At<CallToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Call {
    let (place, toml) = (at.place(), at.value);
    if toml.step.is_empty() && toml.case.is_empty() && toml.table.is_empty() && toml.random.is_empty() {
        let message = "a `call` check without a step finds nothing out";
        let help = "add `[[check.step]]`, `[[check.case]]`, `[[check.table]]` or `[[check.random]]`";
        faults.push(Fault::new("no-steps", place.clone(), message).help(help));
    }
    let listed = toml.needs.as_deref();
    let reference = Reference::read(&toml, nearby, faults);
    let mut cases = Vec::new();
    if !toml.step.is_empty() {
        cases.push(case(None, toml.step, listed, faults));
    }
    cases.extend(self::cases(toml.case, listed, faults));
    cases.extend(
        toml.table
            .into_iter()
            .map(|one| table::table(one, listed, faults)),
    );
    cases.extend(
        toml.random
            .into_iter()
            .map(|one| table::random(one, listed, faults)),
    );
    let needed = cases.iter().any(|case| case.asked_of_reference(0).is_some());
    reference.fits(&cases, &place, faults);
    Call {
        module: nearby.module(),
        cases,
        reference: reference.source.filter(|_| needed),
    }
}

/// Groups of steps, of a check of this kind or of another one.
pub(in crate::checks) fn cases(
    groups: Vec<At<CaseToml>>,
    listed: Option<&[At<String>]>,
    faults: &mut Vec<Fault>,
) -> Vec<Case> {
    let mut cases = Vec::new();
    for group in groups {
        if group.value.step.is_empty() {
            let message = "a case without a step finds nothing out";
            faults.push(Fault::new("no-steps", group.place(), message));
        }
        let name = group.value.name.map(|name| name.0);
        cases.push(case(name, group.value.step, listed, faults));
    }
    cases
}

fn case(
    name: Option<Text>,
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
        steps: Steppings::InOrder(steps),
    }
}

fn step(toml: &At<StepToml>, names: &mut Names, faults: &mut Vec<Fault>) -> Option<Step> {
    let step = &toml.value;
    let end = step.end();
    let (code, module) = match (&step.run, &step.value) {
        (Some(code), None) => {
            let same = step
                .same_as
                .as_ref()
                .or(step.different_from.first())
                .map(At::place);
            let reference = step.equals_reference.as_ref().map(At::place);
            if let Some(place) = end
                .compared()
                .filter(|place| Some(place) != reference.as_ref())
                .or(same)
            {
                let message = "`run` looks at no value, so there is nothing to compare";
                faults.push(
                    Fault::new("step-shape", place, message).help("write `value = \"…\"` instead of `run`"),
                );
            }
            (code, piece::statements(code, faults))
        }
        (None, Some(code)) => {
            expects_something(step, &end, code, faults);
            (code, piece::expression(code, faults))
        }
        (None, None) => {
            let fault = Fault::new("step-shape", toml.place(), "a step needs `run` or `value`");
            faults.push(fault);
            return None;
        }
        (Some(_), Some(value)) => {
            faults.push(two_codes(value));
            return None;
        }
    };
    let expect = end.expect(faults);
    let rule = end.rule(faults);
    names.add(&module?);
    let identity = ends::identity(step.same_as.as_ref(), &step.different_from, names, faults);
    for looked in &step.unchanged {
        names.add(&piece::expression(looked, faults)?);
    }
    Some(Step {
        code: code.value.clone(),
        expect: expect?,
        rule,
        identity,
        prints: [step.prints.clone(), step.prints_error.clone()],
        unchanged: step.unchanged.iter().map(|looked| looked.value.clone()).collect(),
    })
}

fn two_codes(value: &At<String>) -> Fault {
    let message = "a step has `run` or `value`, and not both";
    Fault::new("step-shape", value.place(), message).help("make two steps of it")
}

fn expects_something(step: &StepToml, end: &EndToml<'_>, code: &At<String>, faults: &mut Vec<Fault>) {
    let compared = end.compared().is_some() || step.same_as.is_some() || !step.different_from.is_empty();
    let printed = step.prints.is_some() || step.prints_error.is_some();
    if !compared && !printed && step.raises.is_none() && step.unchanged.is_empty() {
        let fault = Fault::new("step-shape", code.place(), "nothing is expected of this value");
        faults
            .push(fault.help("add `equals`, `equals_python` or `raises`, or write `run` instead of `value`"));
    }
}

/// The teacher's own solution, with the names that it makes where it could be read.
struct Reference {
    source: Option<String>,
    names: Option<Names>,
}

impl Reference {
    fn read(toml: &CallToml, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        if let (Some(_), Some(second)) = (&toml.reference, &toml.reference_python) {
            let message = "a check has one reference: `reference` or `reference_python`, and not both";
            faults.push(Fault::new("two-references", second.place(), message));
        }
        if let Some(code) = &toml.reference_python {
            let names = piece::statements(code, faults).as_ref().map(Names::of);
            return Self {
                source: Some(code.value.clone()),
                names,
            };
        }
        let Some(file) = &toml.reference else {
            return Self {
                source: None,
                names: None,
            };
        };
        let source = (nearby.read)(&file.value).map_err(|sentence| {
            faults.push(Fault::new("unreadable-file", file.place(), sentence));
        });
        let Ok(source) = source else {
            return Self {
                source: Some(String::new()),
                names: None,
            };
        };
        let report = |fault: SyntaxFault| {
            let (path, part) = (file.value.clone(), fault.part);
            let message = format!("this is not Python: {}", fault.message);
            Fault::new("python-syntax", Place::File { path, part }, message)
        };
        let module = python::statements(&source).map_err(|fault| faults.push(report(fault)));
        Self {
            source: Some(source),
            names: module.ok().as_ref().map(Names::of),
        }
    }

    /// It is there where it is needed, and has the names that the code needs.
    fn fits(&self, cases: &[Case], check: &Place, faults: &mut Vec<Fault>) {
        for case in cases.iter().filter(|case| case.asked_of_reference(0).is_some()) {
            if self.source.is_none() {
                let message = "this check compares with a reference solution, and names none";
                let help = "add `reference = \"private/solution.py\"` (a file of the task's folder) or `reference_python`";
                faults.push(Fault::new("no-reference", check.clone(), message).help(help));
                return;
            }
            let Some(names) = &self.names else { return };
            for need in case.needs.iter().filter(|need| !names.binds(need)) {
                let message =
                    format!("the reference solution does not define `{need}`, which the steps need");
                faults.push(Fault::new("reference-lacks-name", check.clone(), message));
            }
        }
    }
}
