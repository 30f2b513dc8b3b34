//! What the ends of the steps prove.

use crate::checks::call::program::program;
use crate::checks::call::steps::Ends;
use crate::checks::call::verdict::{about, failed, judge_step};
use crate::checks::call::{Call, Case, Step, Steppings};
use crate::checks::trouble;
use crate::model::message::{Message, Words};
use crate::model::observation::{Broken, Observation, StepEnd};
use crate::model::verdict::{Judgement, Reason, Status};

/// What the reference solution was asked in one namespace, and how each piece ended.
type Answers = [(String, StepEnd)];

/// The first case that fails decides; our own faults count only where nothing failed.
pub(crate) fn judge(call: &Call, observations: &[Observation]) -> Judgement {
    if observations.len() != call.cases.len() + usize::from(call.reference.is_some()) {
        return trouble::unexpected();
    }
    let (own, reference) = observations.split_at(call.cases.len());
    let mut answers = match reference.first() {
        Some(Observation::Reference(answers)) => Some(answers.iter()),
        _ => None,
    };
    let mut inconclusive = None;
    for (case, observation) in call.cases.iter().zip(own) {
        let judgement = match (case.asked_of_reference(0), &mut answers) {
            (None, _) => judge_case(call, case, observation, &[]),
            (Some(_), Some(answers)) => match answers.next() {
                Some(known) => judge_case(call, case, observation, known),
                None => trouble::unexpected(),
            },
            // Without the right answers a case can still break.
            (Some(_), None) => match observation {
                Observation::Steps(_) | Observation::Cut(..) => no_reference(reference.first()),
                other => judge_case(call, case, other, &[]),
            },
        };
        match judgement.status {
            Status::Failed => return judgement,
            Status::Inconclusive => inconclusive = inconclusive.or(Some(judgement)),
            Status::Passed | Status::Skipped => {}
        }
    }
    inconclusive.unwrap_or_else(Judgement::passed)
}

fn no_reference(seen: Option<&Observation>) -> Judgement {
    match seen {
        Some(Observation::Faulty(causes)) => trouble::faulty(causes),
        _ => trouble::unexpected(),
    }
}

fn judge_case(call: &Call, case: &Case, observation: &Observation, answers: &Answers) -> Judgement {
    let judged = match observation {
        Observation::Steps(ends) => judge_ends(call, case, ends, None, answers),
        Observation::Cut(ends, how) => judge_ends(call, case, ends, Some(how), answers),
        Observation::NotImported(failure) => return trouble::not_imported(failure),
        Observation::NamesMissing(names) => return trouble::names_missing(names),
        Observation::Broken(how) => broken(call, case, how),
        Observation::Faulty(causes) => return trouble::faulty(causes),
        _ => return trouble::unexpected(),
    };
    match &case.name {
        Some(name) if judged.status == Status::Failed => {
            judged.because(Words::Ours(Message::new("call-case").name("name", name)))
        }
        _ => judged,
    }
}

/// Where it broke nobody knows, but all of it shows it.
fn broken(call: &Call, case: &Case, how: &Broken) -> Judgement {
    let judgement = trouble::broken(how);
    match &case.steps {
        Steppings::InOrder(steps) if !steps.is_empty() => with_example(judgement, program(call, case, steps)),
        Steppings::InOrder(_) | Steppings::Programs(_) | Steppings::Rows(_) | Steppings::Random(_) => {
            judgement
        }
    }
}

fn judge_ends(
    call: &Call,
    case: &Case,
    ends: &[StepEnd],
    cut: Option<&Broken>,
    answers: &Answers,
) -> Judgement {
    match &case.steps {
        Steppings::InOrder(steps) => {
            let failed = failures(call, steps, ends, cut, answers).next();
            failed.map_or_else(Judgement::passed, |(index, judgement)| {
                with_example(judgement, program(call, case, &steps[..=index]))
            })
        }
        Steppings::Programs(programs) => smallest(call, case, programs, ends, cut),
        Steppings::Rows(rows) => {
            let failed = failures(call, rows, ends, cut, answers).next();
            failed.map_or_else(Judgement::passed, |(index, judgement)| {
                row(call, case, rows, index, judgement)
            })
        }
        Steppings::Random(random) => {
            let steps: Vec<Step> = answers.iter().map(|(asked, _)| random.step(asked)).collect();
            let failed = failures(call, &steps, ends, cut, answers);
            // Of what fails, the smallest teaches most; what is our own fault decides only where nothing failed.
            let size = |(index, judgement): &(usize, Judgement)| {
                (
                    judgement.status != Status::Failed,
                    steps[*index].code.chars().count(),
                    *index,
                )
            };
            failed
                .min_by_key(size)
                .map_or_else(Judgement::passed, |(index, judgement)| {
                    row(call, case, &steps, index, judgement)
                })
        }
    }
}

/// Of the programs that fail, the smallest teaches most; what is our own fault decides only where nothing failed.
fn smallest(
    call: &Call,
    case: &Case,
    programs: &[Vec<Step>],
    ends: &[StepEnd],
    cut: Option<&Broken>,
) -> Judgement {
    let mut found: Option<(bool, usize, Judgement)> = None;
    let mut rest = ends;
    for steps in programs {
        let pieces: usize = steps.iter().map(|step| step.pieces().len()).sum();
        let (own, later) = rest.split_at(pieces.min(rest.len()));
        rest = later;
        if let Some((index, judgement)) = failures(call, steps, own, cut, &[]).next() {
            let text = program(call, case, &steps[..=index]);
            let ours = judgement.status != Status::Failed;
            let size = text.chars().count();
            if found
                .as_ref()
                .is_none_or(|(known, least, _)| (ours, size) < (*known, *least))
            {
                found = Some((ours, size, with_example(judgement, text)));
            }
        }
        // Nothing after it ran.
        if own.len() < pieces {
            break;
        }
    }
    found.map_or_else(Judgement::passed, |(_, _, judgement)| judgement)
}

/// A row stands for itself, also in its example; what came before it is told, in case that it was to blame.
fn row(call: &Call, case: &Case, rows: &[Step], index: usize, judgement: Judgement) -> Judgement {
    let judgement = with_example(judgement, program(call, case, std::slice::from_ref(&rows[index])));
    if index == 0 || judgement.status != Status::Failed {
        return judgement;
    }
    let words = Message::new("call-after-others").count("count", index as u64);
    judgement.because(Words::Ours(words))
}

fn with_example(mut judgement: Judgement, example: String) -> Judgement {
    if judgement.status == Status::Failed {
        judgement.evidence.example = Some(example);
    }
    judgement
}

/// The steps that do not end as they must, by their index.
fn failures<'a>(
    call: &'a Call,
    steps: &'a [Step],
    mut ends: &'a [StepEnd],
    cut: Option<&'a Broken>,
    answers: &'a Answers,
) -> impl Iterator<Item = (usize, Judgement)> + 'a {
    let mut over = false;
    steps.iter().enumerate().filter_map(move |(index, step)| {
        if over {
            return None;
        }
        let Some(taken) = Ends::take(step, &mut ends) else {
            over = true;
            let unreached = || failed(Reason::NoAnswer, about("call-unreached", step));
            let broken = |how| trouble::broken(how).because(Words::Ours(about("call-at", step)));
            return Some((index, cut.map_or_else(unreached, broken)));
        };
        let answer = answers.get(index).map(|(_, end)| end);
        judge_step(call, step, &taken, answer).map(|judgement| (index, judgement))
    })
}
