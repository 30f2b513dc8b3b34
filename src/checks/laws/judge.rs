//! Which law does not hold, and what it means.

use crate::checks::laws::Part;
use crate::checks::{Check, TaskContext, trouble};
use crate::model::message::{Message, Words};
use crate::model::observation::Observation;
use crate::model::verdict::{Judgement, Reason, Status};

/// The first law that does not hold decides; our own faults count only where all others hold.
pub(super) fn judge<S>(parts: &[Part<S>], task: &TaskContext, observations: &[Observation]) -> Judgement {
    let mut rest = observations;
    let mut inconclusive = None;
    for part in parts {
        let Some((own, later)) = rest.split_at_checked(part.call.cases.len()) else {
            return trouble::unexpected();
        };
        rest = later;
        let judgement = part.call.judge(task, own);
        match judgement.status {
            Status::Failed => return named(part, judgement),
            Status::Inconclusive => inconclusive = inconclusive.or(Some(judgement)),
            Status::Passed | Status::Skipped => {}
        }
    }
    if !rest.is_empty() {
        return trouble::unexpected();
    }
    inconclusive.unwrap_or_else(Judgement::passed)
}

/// The law and its meaning come before what was seen; a file without the needed names has broken no law.
fn named<S>(part: &Part<S>, mut judgement: Judgement) -> Judgement {
    let nothing_seen = matches!(
        judgement.reason,
        Reason::ImportError | Reason::MissingFile | Reason::MissingName
    );
    if let Some(law) = part.law.filter(|_| !nothing_seen) {
        let words = Message::new("law-broken")
            .plain("law", law.name)
            .label("meaning", law.meaning);
        judgement.rationale.insert(0, Words::Ours(words));
    }
    judgement
}
