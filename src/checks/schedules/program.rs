//! A scenario as a program of its own, for a student to try.

use crate::checks::python;
use crate::checks::python::names::Names;
use crate::checks::schedules::{Parts, Schedules, program_script};
use crate::model::schedule::{Operation, Violation};

/// Longer pieces are not looked into: the parser would need a deep stack for some of them.
const SHORT: usize = 4096;

/// The scenario with threads of Python's own.
pub(crate) fn program(check: &Schedules, parts: &Parts, violation: &Violation) -> String {
    if let Some(script) = &parts.script {
        let last = match violation {
            Violation::Script(fault) => fault.call(),
            _ => None,
        };
        return program_script::program(check, parts, script, last);
    }
    let mut lines = Vec::new();
    if !parts.threads.is_empty() {
        lines.push("from threading import Thread".to_owned());
    }
    if !parts.needs.is_empty() {
        lines.push(format!("from {} import {}", check.module, parts.needs.join(", ")));
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    if !parts.setup.trim().is_empty() {
        lines.push(parts.setup.trim().to_owned());
    }
    for (i, operations) in parts.threads.iter().enumerate() {
        lines.push(format!("def thread_{}():", i + 1));
        lines.extend(body(operations).lines().map(|line| format!("    {line}")));
    }
    if !parts.threads.is_empty() {
        let targets = (1..=parts.threads.len()).map(|i| format!("Thread(target=thread_{i})"));
        lines.push(format!("threads = [{}]", targets.collect::<Vec<_>>().join(", ")));
        lines.push("for thread in threads:\n    thread.start()".to_owned());
    }
    lines.extend(parts.main.iter().map(shown));
    if !parts.threads.is_empty() {
        lines.push("for thread in threads:\n    thread.join()".to_owned());
    }
    lines.extend(parts.end.iter().map(shown));
    lines.join("\n")
}

/// The operations of one thread; what they assign is seen by the other threads too.
fn body(operations: &[Operation]) -> String {
    let code: Vec<&str> = operations.iter().map(|operation| operation.code.trim()).collect();
    let code = if code.is_empty() {
        "pass".to_owned()
    } else {
        code.join("\n")
    };
    let module = (code.len() <= SHORT)
        .then(|| python::statements(&code).ok())
        .flatten();
    match module
        .map(|module| Names::of(&module).bound())
        .filter(|bound| !bound.is_empty())
    {
        Some(bound) => format!("global {}\n{code}", bound.join(", ")),
        None => code,
    }
}

/// An operation whose result was looked at is printed.
fn shown(operation: &Operation) -> String {
    let code = operation.code.trim();
    if operation.judged && code.len() <= SHORT && python::expression(code).is_ok() {
        format!("print({code})")
    } else {
        code.to_owned()
    }
}
