//! A case of kind `retry` as a program of its own: the scripted function in plain Python, and the calls.

use std::fmt::Write as _;

use crate::checks::schedules::{Parts, Schedules};
use crate::model::retry::{ATTEMPT, Attempt, AttemptEnd, Call, Script};

/// The case without its threads' schedule: what each thread does stands in a function. Without threads nothing follows the
/// call of the name `last`.
pub(super) fn program(check: &Schedules, parts: &Parts, script: &Script, last: Option<&str>) -> String {
    let shorter = shortened(parts, script, last);
    let (parts, script) = shorter
        .as_ref()
        .map_or((parts, script), |(parts, script)| (parts, script));
    let mut lines = vec!["import time".to_owned()];
    if !parts.threads.is_empty() {
        lines.push("from threading import Thread, local".to_owned());
    }
    if !parts.needs.is_empty() {
        lines.push(format!("from {} import {}", check.module, parts.needs.join(", ")));
    }
    lines.push(String::new());
    lines.push(function(parts, script));
    lines.push(parts.setup.trim().to_owned());
    for (i, operations) in parts.threads.iter().enumerate() {
        let made = made(script, operations.iter().map(|operation| operation.code.as_str()));
        lines.push(format!(
            "def thread_{}():\n    state.thread = {}\n    state.number = 0",
            i + 1,
            i + 1
        ));
        lines.extend(made.lines().map(|line| format!("    {line}")));
    }
    if !parts.threads.is_empty() {
        let targets = (1..=parts.threads.len()).map(|i| format!("Thread(target=thread_{i})"));
        lines.push(format!("threads = [{}]", targets.collect::<Vec<_>>().join(", ")));
        lines.push(
            "for thread in threads:\n    thread.start()\nfor thread in threads:\n    thread.join()"
                .to_owned(),
        );
    }
    let rest = parts.main.iter().chain(&parts.end);
    let rest = made(script, rest.map(|operation| operation.code.as_str()));
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines.join("\n")
}

/// The case up to a call; `None` where it has threads, or where the call is made by an attempt.
fn shortened(parts: &Parts, script: &Script, last: Option<&str>) -> Option<(Parts, Script)> {
    if !parts.threads.is_empty() {
        return None;
    }
    let place = script
        .calls
        .iter()
        .position(|call| Some(call.name.as_str()) == last)?;
    let (_, _, operation) = script.calls.get(place)?.operation?;
    let mut parts = parts.clone();
    parts.main.truncate(operation + 1);
    let mut script = script.clone();
    // Calls that attempts make are found by their index.
    script
        .calls
        .iter_mut()
        .skip(place + 1)
        .for_each(|call| call.operation = None);
    Some((parts, script))
}

/// Calls, and what is looked at after them.
fn made<'a>(script: &Script, codes: impl Iterator<Item = &'a str>) -> String {
    let mut lines = Vec::new();
    for code in codes {
        let code = code.trim();
        if script.calls.iter().any(|call| call.code == code) {
            if !lines.is_empty() {
                lines.push("returned.clear()\nthrown.clear()".to_owned());
            }
            lines.push(format!(
                "result = error = None\ntry:\n    result = {code}\nexcept BaseException as raised:\n    error = raised\nprint(repr(error or result))"
            ));
        } else {
            lines.push(format!("print({code})"));
        }
    }
    lines.join("\n")
}

/// `def attempt`, which knows by its number what to do.
fn function(parts: &Parts, script: &Script) -> String {
    let in_threads = !parts.threads.is_empty();
    let head = if in_threads {
        format!(
            "state = local()\nstate.thread = state.number = 0\nreturned, thrown = [], []\ndef {ATTEMPT}(*args, **kwargs):\n    state.number += 1\n    thread, number = state.thread, state.number\n"
        )
    } else {
        format!(
            "number = 0\nreturned, thrown = [], []\ndef {ATTEMPT}(*args, **kwargs):\n    global number\n    number += 1\n"
        )
    };
    let mut text = head;
    text.push_str("    print(f\"{time.monotonic():.3f}: attempt {number}\", args, kwargs)\n");
    let mut counted: Vec<(u32, u32)> = Vec::new();
    for call in &script.calls {
        let Some(operation) = call.operation else { continue };
        let thread = operation.1;
        let known = counted.iter().position(|(known, _)| *known == thread);
        let place = known.unwrap_or_else(|| {
            counted.push((thread, 0));
            counted.len() - 1
        });
        let mut writer = Writer {
            script,
            text: &mut text,
            thread: in_threads.then_some(thread),
            number: counted[place].1,
        };
        writer.call(call);
        counted[place].1 = writer.number;
    }
    text.push_str("    raise SystemExit(\"one attempt too many\")\n");
    text
}

/// Writes what the attempts of a thread do, in the order in which they begin.
struct Writer<'a> {
    script: &'a Script,
    text: &'a mut String,
    thread: Option<u32>,
    number: u32,
}

impl Writer<'_> {
    fn call(&mut self, call: &Call) {
        for attempt in &call.attempts {
            match attempt.calls.and_then(|index| self.script.calls.get(index)) {
                // Its own attempts come between; a call that leads to itself would never end.
                Some(inner) if inner.attempts.iter().all(|attempt| attempt.calls.is_none()) => {
                    self.attempt(attempt, Some(inner));
                    self.call(inner);
                }
                Some(_) | None => self.attempt(attempt, None),
            }
        }
    }

    fn attempt(&mut self, attempt: &Attempt, inner: Option<&Call>) {
        let (first, last) = (self.number + 1, self.number + attempt.times);
        self.number = last;
        let thread = self.thread.map(|thread| format!("thread == {thread} and "));
        let thread = thread.unwrap_or_default();
        let condition = if first == last {
            format!("{thread}number == {first}")
        } else {
            format!("{thread}{first} <= number <= {last}")
        };
        let _ = writeln!(self.text, "    if {condition}:");
        if let Some(inner) = inner {
            let _ = writeln!(self.text, "        print(repr({}))", inner.code);
        }
        if attempt.takes > 0.0 {
            let _ = writeln!(self.text, "        time.sleep({})", attempt.takes);
        }
        if attempt.sets_clock != 0.0 {
            let _ = writeln!(
                self.text,
                "        # Somebody sets the wall clock {} s forward.",
                attempt.sets_clock
            );
        }
        let _ = match &attempt.end {
            AttemptEnd::Returns(code) => {
                writeln!(
                    self.text,
                    "        returned.append({code})\n        return returned[-1]"
                )
            }
            AttemptEnd::Raises(code) => {
                writeln!(
                    self.text,
                    "        thrown.append({code})\n        raise thrown[-1]"
                )
            }
        };
    }
}
