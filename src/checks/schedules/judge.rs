//! What the searches through the schedules prove.

use crate::checks::schedules::{Parts, Schedules, program, tell, timeline};
use crate::checks::trouble;
use crate::model::message::{Message, Words};
use crate::model::observation::Observation;
use crate::model::schedule::{Action, Exploration, Failing, OperationEnd, Plan, Violation};
use crate::model::show;
use crate::model::verdict::{Judgement, Location, Reason, Search, Status};

/// The first scenario that fails decides; our own faults count only where nothing failed.
pub(crate) fn judge(check: &Schedules, observations: &[Observation]) -> Judgement {
    if observations.len() != check.scenarios.len() {
        return trouble::unexpected();
    }
    let mut searches = Vec::new();
    let mut inconclusive = None;
    for (parts, observation) in check.scenarios.iter().zip(observations) {
        if let Observation::Schedules(exploration) = observation {
            searches.push(search(parts, exploration));
        }
        let mut judgement = judge_scenario(check, parts, observation);
        match judgement.status {
            Status::Failed => {
                judgement.evidence.searches = searches;
                return judgement;
            }
            Status::Inconclusive => inconclusive = inconclusive.or(Some(judgement)),
            Status::Passed | Status::Skipped => {}
        }
    }
    let mut judgement = inconclusive.unwrap_or_else(|| passed(&check.scenarios, observations));
    judgement.evidence.searches = searches;
    judgement
}

fn search(parts: &Parts, exploration: &Exploration) -> Search {
    Search {
        scenario: parts.name.clone(),
        schedules: exploration.schedules,
        pruned: exploration.pruned,
        exhausted: exploration.exhausted,
        bound: exploration.bound,
        found_after: exploration.failing.as_ref().map(|failing| failing.found_after),
    }
}

fn judge_scenario(check: &Schedules, parts: &Parts, observation: &Observation) -> Judgement {
    match observation {
        Observation::Schedules(Exploration { failing: None, .. }) => Judgement::passed(),
        Observation::Schedules(Exploration {
            failing: Some(failing),
            ..
        }) => failed(check, parts, failing),
        Observation::NotImported(failure) => trouble::not_imported(failure),
        Observation::NamesMissing(names) => trouble::names_missing(names),
        Observation::Broken(how) => in_scenario(trouble::broken(how), parts),
        Observation::Faulty(causes) => trouble::faulty(causes),
        Observation::Steps(_)
        | Observation::Site { .. }
        | Observation::Observed { .. }
        | Observation::Cut(..)
        | Observation::Script(_)
        | Observation::Source(_)
        | Observation::Reference(_) => trouble::unexpected(),
    }
}

/// Says how much the pass is worth: all schedules, or those that were run.
fn passed(scenarios: &[Parts], observations: &[Observation]) -> Judgement {
    let (mut all, mut exhausted) = (0, 0);
    let mut partial = Vec::new();
    for (parts, observation) in scenarios.iter().zip(observations) {
        let Observation::Schedules(exploration) = observation else {
            continue;
        };
        if exploration.exhausted {
            all += exploration.schedules;
            exhausted += 1;
        } else {
            let (schedules, scenario) = (exploration.schedules, &parts.name);
            partial.push(match exploration.bound {
                Some(bound @ 1..) => Message::new("schedules-bounded")
                    .count("bound", u64::from(bound))
                    .count("schedules", schedules)
                    .name("scenario", scenario),
                Some(0) | None => Message::new("schedules-some")
                    .count("schedules", schedules)
                    .name("scenario", scenario),
            });
        }
    }
    let mut judgement = Judgement::passed();
    if exhausted > 0 {
        let words = Message::new("schedules-all")
            .count("schedules", all)
            .count("scenarios", exhausted);
        judgement = judgement.because(Words::Ours(words));
    }
    partial.into_iter().fold(judgement, |judgement, words| {
        judgement.because(Words::Ours(words))
    })
}

fn failed(check: &Schedules, parts: &Parts, failing: &Failing) -> Judgement {
    match &failing.violation {
        Violation::NotImported(failure) => return trouble::not_imported(failure),
        Violation::NamesMissing(names) => return trouble::names_missing(names),
        Violation::NoSerialOrder { .. }
        | Violation::WrongResult { .. }
        | Violation::Raised { .. }
        | Violation::ThreadDied { .. }
        | Violation::Deadlock { .. }
        | Violation::Spin { .. }
        | Violation::Race { .. }
        | Violation::ThreadsLeft { .. }
        | Violation::LocksHeld { .. }
        | Violation::NotAlways { .. }
        | Violation::Calls { .. }
        | Violation::NotRaised { .. }
        | Violation::Duration { .. }
        | Violation::WakeUps { .. }
        | Violation::AtOnce { .. }
        | Violation::CallCount { .. }
        | Violation::Starts { .. }
        | Violation::Script(_)
        | Violation::Broken(_) => {}
    }
    let mut judgement = tell::violation(parts, failing, outcome_reason(&failing.replay.plan));
    judgement = in_scenario(judgement, parts);
    judgement.location = location(failing);
    for words in tell::why(failing) {
        judgement = judgement.because(Words::Ours(words));
    }
    // Where one thread makes all calls no other schedule was looked for.
    if parts.script.is_none() || !parts.threads.is_empty() {
        judgement = judgement.because(Words::Ours(tell::switches(&failing.replay.plan)));
    }
    judgement.evidence.example = Some(program::program(check, parts, &failing.violation));
    judgement.evidence.replay = Some(failing.replay.clone());
    judgement.evidence.timeline = timeline::timeline(parts, failing);
    tell::facts(&failing.violation, &mut judgement.evidence);
    judgement.evidence.races.clone_from(&failing.races);
    judgement.evidence.interleaving =
        (!failing.interleaving.rows.is_empty()).then(|| failing.interleaving.clone());
    judgement
}

/// A wrong outcome that needs no forced switch is no race: the program is wrong in the simplest schedule.
fn outcome_reason(plan: &Plan) -> Reason {
    if plan.is_empty() {
        Reason::Wrong
    } else {
        Reason::Race
    }
}

fn in_scenario(judgement: Judgement, parts: &Parts) -> Judgement {
    judgement.because(Words::Ours(
        Message::new("schedules-scenario").name("scenario", &parts.name),
    ))
}

/// The line that matters most.
fn location(failing: &Failing) -> Option<Location> {
    match &failing.violation {
        Violation::WrongResult {
            seen: OperationEnd::Raised(exception),
            ..
        }
        | Violation::NotAlways {
            seen: OperationEnd::Raised(exception),
            ..
        }
        | Violation::NotRaised {
            seen: OperationEnd::Raised(exception),
            ..
        }
        | Violation::Raised { exception, .. }
        | Violation::ThreadDied { exception, .. } => exception.location.clone(),
        Violation::Deadlock { waits } => waits.iter().find_map(|wait| wait.at.clone()),
        Violation::Spin { location, .. } => location.clone(),
        Violation::Race { races } => races.first().map(|race| race.second.location.clone()),
        Violation::Duration { at, .. } | Violation::WakeUps { at, .. } | Violation::AtOnce { at, .. } => {
            at.clone()
        }
        Violation::ThreadsLeft { threads, .. } => threads.iter().find_map(|left| left.started_at.clone()),
        Violation::LocksHeld { locks, .. } => locks.iter().find_map(|held| held.taken_at.clone()),
        Violation::NoSerialOrder { .. } | Violation::WrongResult { .. } | Violation::NotAlways { .. } => {
            overwriting_line(failing)
        }
        Violation::Calls { .. }
        | Violation::NotRaised { .. }
        | Violation::CallCount { .. }
        | Violation::Starts { .. }
        | Violation::Script(_)
        | Violation::Broken(_)
        | Violation::NotImported(_)
        | Violation::NamesMissing(_) => None,
    }
}

/// The write that destroyed another, or else the last write of a schedule that forced switches brought about.
fn overwriting_line(failing: &Failing) -> Option<Location> {
    let rows = &failing.interleaving.rows;
    let destroying = rows.iter().find(|row| row.overwrites.is_some());
    let last_write = || {
        rows.iter()
            .rfind(|row| row.action == Action::Writes && !failing.replay.plan.is_empty())
    };
    destroying.or_else(last_write).map(|row| row.location.clone())
}

/// How an operation ended, as short Python.
pub(crate) fn end_text(end: &OperationEnd) -> String {
    match end {
        OperationEnd::Value(value) => show::python(value),
        OperationEnd::Raised(exception) => show::exception(exception),
    }
}
