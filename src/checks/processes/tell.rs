//! Words about processes.

use crate::checks::call::Steppings;
use crate::checks::processes::OneRun;
use crate::checks::processes::seen::CameBack;
use crate::model::limits::Limits;
use crate::model::message::{Message, Words};
use crate::model::observation::{Broken, LimitKind};
use crate::model::processes::Tree;
use crate::model::verdict::{Judgement, Location, Reason};

pub(super) fn about(id: &'static str, run: &OneRun) -> Message {
    Message::new(id).code("code", &run.code)
}

/// Whatever failed, a child that went on with its parent's code is the first thing to know.
pub(super) fn came_back(run: &OneRun, mut judgement: Judgement, copies: &[CameBack]) -> Judgement {
    let Some(first) = copies.first() else {
        return judgement;
    };
    let id = match (first.by_exception, first.line) {
        (false, Some(_)) => "processes-came-back",
        (false, None) => "processes-came-back-somewhere",
        (true, Some(_)) => "processes-raised-back",
        (true, None) => "processes-raised-back-somewhere",
    };
    let line = u64::from(first.line.unwrap_or(0));
    let words = about(id, run)
        .count("line", line)
        .count("count", copies.len() as u64);
    judgement.rationale.insert(0, Words::Ours(words));
    if judgement.location.is_none() {
        judgement.location = first.line.map(|line| Location {
            file: run.file.clone(),
            line,
        });
    }
    judgement
}

/// How many processes below the limit a tree is full: the harness has some of its own.
const OURS: u32 = 8;

/// What was seen of the processes of a call that never ended. Where there were as many as there may be, that is the
/// reason.
pub(super) fn tree(mut judgement: Judgement, how: &Broken, tree: &Tree, limits: &Limits) -> Judgement {
    let in_time = matches!(how, Broken::Limit(LimitKind::Wall | LimitKind::Cpu));
    if in_time && tree.most_alive.saturating_add(OURS) >= limits.processes {
        judgement.reason = Reason::ProcessLimit;
        judgement
            .rationale
            .insert(0, Words::Ours(Message::new("broken-processes")));
    }
    let processes = tree.processes.len() as u64 + tree.untold;
    if processes < 2 {
        return judgement;
    }
    let id = match how {
        Broken::Limit(LimitKind::Wall | LimitKind::Cpu | LimitKind::Memory | LimitKind::Processes) => {
            "processes-in-the-end"
        }
        Broken::Limit(LimitKind::Output | LimitKind::Answer)
        | Broken::Exited(_)
        | Broken::Signalled(_)
        | Broken::Protocol(_) => "processes-until-then",
    };
    let words = Message::new(id)
        .count("count", processes)
        .plain("most", tree.most_alive.to_string());
    judgement.because(Words::Ours(words))
}

/// The name of the run, and a program that does the same.
pub(super) fn named(run: &OneRun, mut judgement: Judgement) -> Judgement {
    let Some(case) = run.call.cases.first() else {
        return judgement;
    };
    if let (Steppings::InOrder(steps), None) = (&case.steps, &judgement.evidence.example) {
        let example = crate::checks::call::program::program(&run.call, case, steps);
        judgement.evidence.example = Some(example);
    }
    let words = case
        .name
        .as_ref()
        .map(|name| Message::new("call-case").name("name", name));
    let told = |words: &Message| {
        judgement
            .rationale
            .iter()
            .any(|known| matches!(known, Words::Ours(known) if known == words))
    };
    match words.filter(|words| !told(words)) {
        Some(words) => judgement.because(Words::Ours(words)),
        None => judgement,
    }
}
