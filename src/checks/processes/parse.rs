//! The keys of a `processes` check, and how they become its runs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::call::ends::EndToml;
use crate::checks::call::{Call, Case, Expect, Step, Steppings};
use crate::checks::piece::{self, Name, Plain};
use crate::checks::processes::{OneRun, Processes, Wanted};
use crate::checks::python::names::Names;
use crate::checks::{At, Fault, Nearby};

/// The keys of a `processes` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProcessesToml {
    /// Names of the submission's file that the code needs. Without this key: every name that the code uses, does not
    /// assign and does not have from Python.
    needs: Option<Vec<At<String>>>,
    /// Calls, each in a fresh interpreter that has no other children.
    run: Vec<At<RunToml>>,
}

/// A call, and what must be seen of its processes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunToml {
    /// What the run is about; shown when it fails.
    name: Option<Name>,
    /// Python that comes before the call, in the same process; what it prints stays in the buffer.
    before: Option<At<String>>,
    /// The call, as statements or as an expression whose value does not matter.
    run: Option<At<String>>,
    /// The call, as an expression whose value is compared.
    value: Option<At<String>>,
    /// The expected value, of a type that TOML has.
    equals: Option<At<Plain>>,
    /// The expected value as a Python literal.
    equals_python: Option<At<String>>,
    /// The built-in exception class (or `module.Class`) that must leave the call in the caller.
    raises: Option<At<String>>,
    /// How many processes take part, the caller among them.
    #[schemars(range(min = 1))]
    processes: Option<At<u32>>,
    /// How many of them are alive at once at the highest, the caller among them.
    alive_at_once: Option<At<RangeToml>>,
    /// Lines of standard output, and how often each is written by all processes together; 0 for never.
    #[serde(default)]
    lines: BTreeMap<String, u32>,
    /// Lines that may be written beside those of `lines` and `writers`, however often. Without this key: any.
    other_lines: Option<Vec<String>>,
    /// Lines of standard output, and how many processes write each, once each, the caller among them.
    #[serde(default)]
    writers: BTreeMap<String, u32>,
    /// Every process that takes part writes something to standard output.
    #[serde(default)]
    each_prints: bool,
    /// How the caller's own children end, in the order of their birth: exit statuses, or minus the number of a signal.
    statuses: Option<Vec<i32>>,
    /// When the call returns no child of it may be alive, and none may have ended that nobody has waited for; no child
    /// may have ended before it has waited for its own.
    #[serde(default)]
    nothing_left: bool,
    /// Only the caller comes back from the call: by its end, or by an exception.
    #[serde(default)]
    once: bool,
    /// A regular expression that must be found in what all processes together write to standard error.
    error_matches: Option<At<String>>,
}

/// A least and a most.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RangeToml {
    least: Option<u32>,
    most: Option<u32>,
}

/// Makes the check; what is wrong goes to `faults`.
pub(crate) fn build(at: At<ProcessesToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Processes {
    let (place, toml) = (at.place(), at.value);
    if toml.run.is_empty() {
        let message = "a `processes` check without a run finds nothing out";
        faults.push(Fault::new("no-steps", place, message).help("add `[[check.run]]`"));
    }
    let listed = toml.needs.as_deref();
    let runs = toml.run.iter();
    Processes {
        runs: runs.filter_map(|one| run(one, listed, nearby, faults)).collect(),
    }
}

fn run(
    at: &At<RunToml>,
    listed: Option<&[At<String>]>,
    nearby: &Nearby<'_>,
    faults: &mut Vec<Fault>,
) -> Option<OneRun> {
    let toml = &at.value;
    let mut names = Names::default();
    let before = toml.before.iter().filter_map(|code| {
        names.add(&piece::statements(code, faults)?);
        Some(Step::new(code.value.clone(), Expect::NoException))
    });
    let mut steps: Vec<Step> = before.collect();
    let (code, module) = match (&toml.run, &toml.value) {
        (Some(code), None) => (code, piece::statements(code, faults)),
        (None, Some(code)) => (code, piece::expression(code, faults)),
        (None, None) | (Some(_), Some(_)) => {
            let fault = Fault::new("step-shape", at.place(), "a run has either `run` or `value`");
            faults.push(fault);
            return None;
        }
    };
    let end = EndToml {
        equals: toml.equals.as_ref(),
        equals_python: toml.equals_python.as_ref(),
        raises: toml.raises.as_ref(),
        ..EndToml::default()
    };
    if let Some(place) = end.compared().filter(|_| toml.run.is_some()) {
        let message = "`run` looks at no value, so there is nothing to compare";
        let help = "write `value = \"…\"` instead of `run`";
        faults.push(Fault::new("step-shape", place, message).help(help));
    }
    names.add(&module?);
    steps.push(Step::new(code.value.clone(), end.expect(faults)?));
    let case = Case {
        name: toml.name.as_ref().map(|name| name.0.clone()),
        needs: piece::needs(listed, &names, faults),
        steps: Steppings::InOrder(steps),
    };
    Some(OneRun {
        call: Call {
            module: nearby.module(),
            cases: vec![case],
            reference: None,
        },
        code: code.value.trim().to_owned(),
        file: nearby.file.to_owned(),
        wanted: wanted(toml, faults),
    })
}

fn wanted(toml: &RunToml, faults: &mut Vec<Fault>) -> Wanted {
    if let Some(zero) = toml.processes.as_ref().filter(|count| count.value == 0) {
        let message = "the caller is one of the processes, so there is at least 1";
        faults.push(Fault::new("bad-count", zero.place(), message));
    }
    let alive = toml.alive_at_once.as_ref();
    if let Some(range) = alive
        && let (Some(least), Some(most)) = (range.value.least, range.value.most)
        && least > most
    {
        let message = format!("at least {least} are more than at most {most}");
        faults.push(Fault::new("bad-count", range.place(), message));
    }
    let counts = |counts: &BTreeMap<String, u32>| {
        counts
            .iter()
            .map(|(line, count)| (line.clone(), *count))
            .collect()
    };
    Wanted {
        processes: toml.processes.as_ref().map(|count| count.value),
        alive: alive.map_or((None, None), |range| (range.value.least, range.value.most)),
        lines: counts(&toml.lines),
        other_lines: toml.other_lines.clone(),
        writers: counts(&toml.writers),
        each_prints: toml.each_prints,
        statuses: toml.statuses.clone(),
        nothing_left: toml.nothing_left,
        once: toml.once,
        errors: toml
            .error_matches
            .as_ref()
            .and_then(|pattern| piece::regex(pattern, faults)),
    }
}
