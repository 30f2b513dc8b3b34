//! The smallest program that does what the run did up to the failing step.

use std::collections::BTreeMap;

use crate::checks::call::{Call, Case, Expect, Step};

/// `steps` ends with the failing one.
pub(in crate::checks) fn program(call: &Call, case: &Case, steps: &[Step]) -> String {
    let mut lines = imports(call, case, steps);
    let failing = steps.len() - 1;
    for (index, step) in steps.iter().enumerate() {
        let code = step.code.trim();
        match &step.expect {
            Expect::Value(_) | Expect::Reference if index == failing => {
                lines.push(format!("print(repr({code}))"));
            }
            // What must raise would end the program here.
            Expect::Raises(raises) if index < failing => {
                lines.push("try:".to_owned());
                lines.extend(code.lines().map(|line| format!("    {line}")));
                lines.push(format!("except {}:\n    pass", bare(&raises.class)));
            }
            // The comparison below says it.
            Expect::NoException if index == failing && !step.identity.is_empty() => {}
            Expect::NoException | Expect::Value(_) | Expect::Reference | Expect::Raises(_) => {
                lines.push(code.to_owned());
            }
        }
        if index == failing {
            lines.extend(
                step.identity
                    .iter()
                    .map(|(other, _)| format!("print({code} is {other})")),
            );
            lines.extend(
                step.unchanged
                    .iter()
                    .map(|looked| format!("print(repr({looked}))")),
            );
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
        if let Expect::Raises(raises) = &step.expect
            && let Some((module, name)) = raises.class.rsplit_once('.')
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
