//! What the ends of the program prove.

use std::fmt::Write as _;

use crate::checks::script::{Expected, OneRun, Script};
use crate::checks::{lines, trouble};
use crate::model::message::{Message, Words};
use crate::model::observation::{Broken, LimitKind, Observation, Scripted};
use crate::model::show;
use crate::model::verdict::{Judgement, Reason, Status};

/// What ends a program that used up its CPU time.
const SIGXCPU: i32 = 24;

/// The first run that fails decides; our own faults count only where nothing failed.
pub(super) fn judge(script: &Script, observations: &[Observation]) -> Judgement {
    if observations.len() != script.runs.len() {
        return trouble::unexpected();
    }
    let mut inconclusive = None;
    for (run, observation) in script.runs.iter().zip(observations) {
        if let Observation::NotImported(failure) = observation {
            return trouble::not_imported(failure);
        }
        let judgement = judge_one(run, observation);
        match judgement.status {
            Status::Failed => return finished(script, run, judgement),
            Status::Inconclusive => inconclusive = inconclusive.or(Some(judgement)),
            Status::Passed | Status::Skipped => {}
        }
    }
    inconclusive.unwrap_or_else(Judgement::passed)
}

/// What one run proves.
pub(in crate::checks) fn judge_one(run: &OneRun, observation: &Observation) -> Judgement {
    match observation {
        Observation::Script(scripted) => judge_run(run, scripted).unwrap_or_else(Judgement::passed),
        Observation::Broken(how) => trouble::broken(how),
        Observation::NotImported(failure) => trouble::not_imported(failure),
        Observation::Faulty(causes) => trouble::faulty(causes),
        Observation::Steps(_)
        | Observation::Site { .. }
        | Observation::Observed { .. }
        | Observation::Cut(..)
        | Observation::Reference(_)
        | Observation::Source(_)
        | Observation::Schedules(_)
        | Observation::NamesMissing(_) => trouble::unexpected(),
    }
}

/// With the name of the run, and how to see the failure again.
fn finished(script: &Script, run: &OneRun, judgement: Judgement) -> Judgement {
    let mut judgement = match &run.name {
        Some(name) => judgement.because(Words::Ours(Message::new("call-case").name("name", name))),
        None => judgement,
    };
    let mut example = String::new();
    for (name, content) in &run.files {
        let _ = writeln!(example, "# {name} holds {}", show::text(content));
    }
    let _ = write!(example, "python {}", script.file);
    for arg in &run.args {
        let _ = write!(example, " {}", quoted(arg));
    }
    if !run.stdin.is_empty() {
        let _ = write!(example, "\n# and its input is {}", show::text(&run.stdin));
    }
    judgement.evidence.example = Some(example);
    judgement
}

/// For a shell.
fn quoted(arg: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./=:,".contains(c);
    if !arg.is_empty() && arg.chars().all(plain) {
        arg.to_owned()
    } else {
        format!("'{}'", arg.replace('\'', "'\\''"))
    }
}

fn judge_run(run: &OneRun, scripted: &Scripted) -> Option<Judgement> {
    if scripted.over {
        return Some(trouble::broken(&Broken::Limit(LimitKind::Output)));
    }
    if scripted.signal == Some(SIGXCPU) {
        return Some(trouble::broken(&Broken::Limit(LimitKind::Cpu)));
    }
    wrong_status(run, scripted)
        .or_else(|| {
            stream(
                &run.streams[0],
                &scripted.stdout,
                "script-stdout",
                "script-stdout-pattern",
            )
        })
        .or_else(|| {
            stream(
                &run.streams[1],
                &scripted.stderr,
                "script-stderr",
                "script-stderr-pattern",
            )
        })
}

fn wrong_status(run: &OneRun, scripted: &Scripted) -> Option<Judgement> {
    let (reason, message) = match scripted.signal {
        None if scripted.status == run.status => return None,
        Some(signal) => {
            let message = Message::new("script-signalled")
                .plain("signal", signal.to_string())
                .plain("expected", run.status.to_string());
            (Reason::Crash, message)
        }
        None => {
            let message = Message::new("script-status")
                .plain("expected", run.status.to_string())
                .plain("actual", scripted.status.to_string());
            (Reason::Wrong, message)
        }
    };
    let judgement = Judgement::failed(reason).because(Words::Ours(message));
    // What is said last tells most: the exception of a traceback, for instance.
    let said = String::from_utf8_lossy(&scripted.stderr);
    Some(match said.lines().rev().find(|line| !line.trim().is_empty()) {
        Some(last) => {
            let words = Message::new("script-said").code("text", show::one_line(last));
            judgement.because(Words::Ours(words))
        }
        None => judgement,
    })
}

fn stream(
    expected: &Expected,
    seen: &[u8],
    differs: &'static str,
    no_match: &'static str,
) -> Option<Judgement> {
    match expected {
        Expected::Anything => None,
        Expected::Text(text, rule) => {
            let difference = lines::difference(text, seen, *rule)?;
            Some(difference.judgement(Message::new(differs)))
        }
        Expected::Matches(pattern) => {
            let seen = String::from_utf8_lossy(seen);
            if pattern.is_match(&seen) {
                return None;
            }
            let words = Message::new(no_match).code("pattern", pattern.as_str());
            let judgement = Judgement::failed(Reason::Wrong).because(Words::Ours(words));
            Some(judgement.expecting(pattern.as_str(), show::text(&seen)))
        }
    }
}
