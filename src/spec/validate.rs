//! What the parts of a spec mean together: ids, points, requirements, limits, names of files and packages.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::checks::{At, Fault, Place};
use crate::model::grade::{CheckInfo, Points, Visibility};
use crate::model::ids::CheckId;
use crate::model::limits::Limits;
use crate::model::message::Text;
use crate::model::packages::Packages;
use crate::spec::parse::{Parsed, ParsedCheck};
use crate::spec::toml_types::{CheckToml, LimitsToml, TaskToml, TextToml, VisibilityToml};
use crate::spec::{CheckSpec, lock, units};

/// What the points of a task sum to when it does not say.
const USUAL_POINTS: u32 = 10;

/// The checked parts of a task, without what its folder adds.
pub(crate) struct Whole {
    pub(crate) title: Text,
    pub(crate) file: String,
    pub(crate) packages: Packages,
    pub(crate) limits: Limits,
    pub(crate) checks: Vec<CheckSpec>,
}

/// Compares the parts with each other; `None` after any fault, also an earlier one. `read` gives the files beside.
pub(crate) fn validate(
    parsed: Parsed,
    read: &dyn Fn(&str) -> Result<String, String>,
    faults: &mut Vec<Fault>,
) -> Option<Whole> {
    let Parsed { task, checks } = parsed;
    let task_limits = task.as_ref().and_then(|task| task.limits.as_ref());
    let limits = limits(task_limits, &Limits::default(), faults);
    if let Some(task) = &task {
        file_name(&task.file, faults);
        task.packages
            .iter()
            .for_each(|package| package_name(package, faults));
    }
    let named = task.as_ref().map_or(&[][..], |task| &task.packages);
    let packages = lock::packages(named, read, faults);
    let title = task.as_ref().map(|task| text(&task.title, faults));
    ids(&checks, faults);
    requirements(&checks, faults);
    points(task.as_ref(), &checks, faults);
    let checks: Option<Vec<CheckSpec>> = checks
        .into_iter()
        .map(|check| finish(check, &limits, faults))
        .collect();
    let (task, title, checks, packages) = (task?, title?, checks?, packages?);
    Some(Whole {
        title,
        file: task.file.value,
        packages,
        limits,
        checks,
    })
}

fn finish(check: ParsedCheck, over: &Limits, faults: &mut Vec<Fault>) -> Option<CheckSpec> {
    let common = check.common?;
    let limits = limits(common.limits.as_ref(), over, faults);
    let title = text(&common.title, faults);
    let hint = common.hint.as_ref().map(|hint| text(hint, faults));
    let requires = common
        .requires
        .iter()
        .filter_map(|id| CheckId::new(&id.value).ok())
        .collect();
    let info = CheckInfo {
        id: CheckId::new(&common.id.value).ok()?,
        title,
        points: Points(common.points.value),
        hint,
        visibility: match common.visibility {
            None | Some(VisibilityToml::Visible) => Visibility::Visible,
            Some(VisibilityToml::Hidden) => Visibility::Hidden,
        },
    };
    Some(CheckSpec {
        info,
        requires,
        limits,
        kind: check.kind?,
    })
}

fn text(toml: &TextToml, faults: &mut Vec<Fault>) -> Text {
    for one in [Some(&toml.en), toml.ru.as_ref()].into_iter().flatten() {
        if one.value.trim().is_empty() {
            faults.push(Fault::new("empty-text", one.place(), "this text is empty"));
        }
    }
    Text {
        en: toml.en.value.clone(),
        ru: toml.ru.as_ref().map(|ru| ru.value.clone()),
    }
}

fn ids(checks: &[ParsedCheck], faults: &mut Vec<Fault>) {
    let mut first: BTreeMap<&str, &At<String>> = BTreeMap::new();
    for id in checks.iter().filter_map(|check| check.id.as_ref()) {
        if let Err(error) = CheckId::new(&id.value) {
            faults.push(Fault::new("bad-id", id.place(), error.to_string()));
        } else if first.contains_key(id.value.as_str()) {
            let message = format!("two checks have the id `{}`", id.value);
            faults.push(Fault::new("duplicate-id", id.place(), message).labelled("the second one"));
        } else {
            first.insert(&id.value, id);
        }
    }
}

fn requirements(checks: &[ParsedCheck], faults: &mut Vec<Fault>) {
    let known: Vec<&str> = checks
        .iter()
        .filter_map(|check| Some(check.id.as_ref()?.value.as_str()))
        .collect();
    let mut edges: BTreeMap<&str, &[At<String>]> = BTreeMap::new();
    for common in checks.iter().filter_map(|check| check.common.as_ref()) {
        edges.entry(&common.id.value).or_insert(&common.requires);
        for required in &common.requires {
            if required.value == common.id.value {
                let message = format!("`{}` requires itself, so it could never run", required.value);
                faults.push(Fault::new("requires-cycle", required.place(), message));
            } else if !known.contains(&required.value.as_str()) {
                let message = format!(
                    "there is no check `{}` in this task",
                    required.value.escape_debug()
                );
                let fault = Fault::new("unknown-check", required.place(), message);
                faults.push(fault.suggest(
                    &required.value,
                    known.iter().copied().filter(|id| *id != common.id.value),
                ));
            }
        }
    }
    cycles(&known, &edges, faults);
}

/// Reports each cycle of two checks or more once, at the requirement that closes it.
fn cycles(known: &[&str], edges: &BTreeMap<&str, &[At<String>]>, faults: &mut Vec<Fault>) {
    let mut done: Vec<&str> = Vec::new();
    for start in known {
        // The path from `start`, and for each check on it which of its requirements is next.
        let mut path: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((id, next)) = path.last_mut() {
            let Some(required) = edges.get(id).and_then(|requires| requires.get(*next)) else {
                done.push(id);
                path.pop();
                continue;
            };
            *next += 1;
            let here = *id;
            let target = required.value.as_str();
            if let Some(at) = path.iter().position(|(id, _)| *id == target) {
                if here != target {
                    let names: Vec<&str> = path[at..].iter().map(|(id, _)| *id).chain([target]).collect();
                    let message = format!("these checks wait for each other: {}", names.join(" → "));
                    faults.push(Fault::new("requires-cycle", required.place(), message));
                }
            } else if !done.contains(&target) {
                path.push((target, 0));
            }
        }
    }
}

fn points(task: Option<&TaskToml>, checks: &[ParsedCheck], faults: &mut Vec<Fault>) {
    let all: Option<Vec<&CheckToml>> = checks.iter().map(|check| check.common.as_ref()).collect();
    let (Some(task), Some(all)) = (task, all) else {
        return;
    };
    let sum: u64 = all.iter().map(|common| u64::from(common.points.value)).sum();
    let wanted = task.points.as_ref().map_or(USUAL_POINTS, |points| points.value);
    if sum == u64::from(wanted) {
        return;
    }
    let Some(place) = task
        .points
        .as_ref()
        .map(At::place)
        .or_else(|| Some(all.last()?.points.place()))
    else {
        return;
    };
    let message = format!("the points of the checks sum to {sum}, and the task has {wanted}");
    let fault = Fault::new("points-sum", place, message);
    faults.push(fault.help(format!(
        "change the points, or write `points = {sum}` at the top of the file"
    )));
}

/// The required file is imported by its name, so it must be one that Python can import.
fn file_name(file: &At<String>, faults: &mut Vec<Fault>) {
    let stem = file.value.strip_suffix(".py").unwrap_or_default();
    let letters = stem
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !letters || !stem.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') || stem.len() > 64 {
        let message = format!(
            "`{}` is not a file that Python can import",
            file.value.escape_debug()
        );
        let help = "a name of letters, digits and underscores with `.py`, at the top of the submission";
        faults.push(Fault::new("bad-file-name", file.place(), message).help(help));
    }
}

/// A requirement of PEP 508 without markers and addresses: `name`, `name[extra]`, `name>=1.2,<2`.
fn package_name(package: &At<String>, faults: &mut Vec<Fault>) {
    let text = package.value.as_str();
    let name_end = text
        .find(['[', '=', '<', '>', '!', '~', ' '])
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(name_end);
    let version = match rest.strip_prefix('[').map(|rest| rest.split_once(']')) {
        None => Some(rest),
        Some(Some((extras, rest))) => extras
            .split(',')
            .all(|extra| is_package(extra.trim()))
            .then_some(rest),
        Some(None) => None,
    };
    if !is_package(name) || !version.is_some_and(|version| is_version(version.trim())) {
        let message = format!("`{}` is not a package", text.escape_debug());
        let help = "write its name, and a version where one is needed: \"requests\", \"requests>=2,<3\"";
        faults.push(Fault::new("bad-package", package.place(), message).help(help));
    }
}

fn is_package(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric();
    name.starts_with(plain) && name.ends_with(plain) && name.chars().all(|c| plain(c) || "-_.".contains(c))
}

fn is_version(text: &str) -> bool {
    let one = |clause: &str| {
        let clause = clause.trim();
        let operators = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"];
        let version = operators
            .iter()
            .find_map(|operator| clause.strip_prefix(operator))
            .unwrap_or_default()
            .trim();
        !version.is_empty()
            && version
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".*+!-_".contains(c))
    };
    text.is_empty() || text.split(',').all(one)
}

/// Limits of `toml` over those of `over`.
fn limits(toml: Option<&LimitsToml>, over: &Limits, faults: &mut Vec<Fault>) -> Limits {
    let mut limits = over.clone();
    let Some(toml) = toml else { return limits };
    measure(toml.wall.as_ref(), &mut limits.wall, units::duration, faults);
    measure(toml.cpu.as_ref(), &mut limits.cpu, units::duration, faults);
    measure(toml.memory.as_ref(), &mut limits.memory, units::size, faults);
    measure(toml.disk.as_ref(), &mut limits.disk, units::size, faults);
    measure(toml.output.as_ref(), &mut limits.output, units::size, faults);
    measure(toml.answer.as_ref(), &mut limits.answer, units::size, faults);
    limits.processes = toml
        .processes
        .as_ref()
        .map_or(limits.processes, |count| count.value);
    limits.open_files = toml
        .open_files
        .as_ref()
        .map_or(limits.open_files, |count| count.value);
    if let Some(cpu) = toml.cpu.as_ref().filter(|_| limits.cpu > limits.wall) {
        let message = "this limit is never reached: the limit of real time (`wall`) comes first";
        let help = "a run that uses one processor needs at least as much real time as CPU time";
        faults.push(
            Fault::new("limits-order", cpu.place(), message)
                .help(help)
                .warning(),
        );
    }
    limits
}

fn measure<T>(
    text: Option<&At<String>>,
    limit: &mut T,
    read: fn(&str) -> Result<T, String>,
    faults: &mut Vec<Fault>,
) {
    let Some(text) = text else { return };
    match read(&text.value) {
        Ok(value) => *limit = value,
        Err(sentence) => faults.push(Fault::new("bad-measure", text.place(), sentence)),
    }
}

/// Where a fault is about the file as a whole.
pub(crate) fn whole_file() -> Place {
    const START: Range<usize> = 0..0;
    Place::Span(START)
}
