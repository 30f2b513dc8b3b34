//! From verdicts to points. Knows nothing of what a check observes: only its end, its points and what it requires.

use std::time::Duration;

use crate::model::grade::{CheckInfo, Graded, Points};
use crate::model::ids::CheckId;
use crate::model::message::{Message, Words};
use crate::model::verdict::{Judgement, Reason, Status, Verdict};

/// What the spec says of a check, as far as points go.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) info: CheckInfo,
    /// Checks that must have passed for this one to count.
    pub(crate) requires: Vec<CheckId>,
}

/// The first required check that has ended without passing, so that the check need not be run at all.
///
/// A submission that cannot be imported, or has no file, fails all its checks: that end skips nothing.
pub(crate) fn unmet<'a>(requires: &'a [CheckId], ended: &[Verdict]) -> Option<&'a CheckId> {
    requires.iter().find(|required| {
        ended.iter().any(|verdict| {
            verdict.check == **required
                && verdict.judgement.status != Status::Passed
                && !is_fatal(verdict.judgement.reason)
        })
    })
}

/// The end of a check that was not run, or does not count, because of another.
pub(crate) fn skipped(check: &CheckId, because: &CheckId) -> Verdict {
    let words = Words::Ours(Message::new("skipped-required").code("check", because.as_str()));
    let mut judgement = Judgement::failed(Reason::RequiredCheckFailed).because(words);
    judgement.status = Status::Skipped;
    Verdict {
        check: check.clone(),
        judgement,
        duration: Duration::ZERO,
    }
}

/// Every check of the spec, in its order, with its verdict and points: all points for a pass, none for anything else.
///
/// A check without a verdict is our fault, and inconclusive; a verdict of no check is left aside.
pub(crate) fn grade(entries: &[Entry], verdicts: &[Verdict]) -> Vec<Graded> {
    let mut ended: Vec<Verdict> = entries
        .iter()
        .map(|entry| verdict_of(&entry.info.id, verdicts))
        .collect();
    // Skipping spreads to checks before and after; each turn skips one at least, so it ends.
    loop {
        let next = entries.iter().enumerate().find_map(|(index, entry)| {
            let judgement = &ended[index].judgement;
            if judgement.status == Status::Skipped || is_fatal(judgement.reason) {
                return None;
            }
            Some((index, unmet(&entry.requires, &ended)?))
        });
        let Some((index, because)) = next else { break };
        ended[index] = skipped(&entries[index].info.id, because);
    }
    entries
        .iter()
        .zip(ended)
        .map(|(entry, verdict)| graded(entry, verdict))
        .collect()
}

fn verdict_of(check: &CheckId, verdicts: &[Verdict]) -> Verdict {
    verdicts
        .iter()
        .find(|verdict| verdict.check == *check)
        .cloned()
        .unwrap_or_else(|| {
            let judgement = Judgement::inconclusive().because(Words::Ours(Message::new("no-verdict")));
            Verdict {
                check: check.clone(),
                judgement,
                duration: Duration::ZERO,
            }
        })
}

fn graded(entry: &Entry, verdict: Verdict) -> Graded {
    let points = match verdict.judgement.status {
        Status::Passed => entry.info.points,
        Status::Failed | Status::Skipped | Status::Inconclusive => Points(0),
    };
    Graded {
        info: entry.info.clone(),
        verdict,
        points,
    }
}

/// Whether the reason is one that all checks of a submission share.
fn is_fatal(reason: Reason) -> bool {
    matches!(reason, Reason::ImportError | Reason::MissingFile)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::grade::Visibility;
    use crate::model::message::Text;

    fn entry(id: &str, points: u32, requires: &[&str]) -> Entry {
        let info = CheckInfo {
            id: CheckId::new(id).unwrap(),
            title: Text::default(),
            points: Points(points),
            hint: None,
            visibility: Visibility::Visible,
        };
        Entry {
            info,
            requires: requires.iter().map(|id| CheckId::new(id).unwrap()).collect(),
        }
    }

    fn verdict(id: &str, judgement: Judgement) -> Verdict {
        Verdict {
            check: CheckId::new(id).unwrap(),
            judgement,
            duration: Duration::from_millis(5),
        }
    }

    fn ends(graded: &[Graded]) -> Vec<(Status, u32)> {
        graded
            .iter()
            .map(|graded| (graded.verdict.judgement.status, graded.points.0))
            .collect()
    }

    #[test]
    fn all_points_for_a_pass_and_none_for_anything_else() {
        let entries = [entry("a", 3, &[]), entry("b", 4, &[]), entry("c", 2, &[])];
        let verdicts = [
            verdict("b", Judgement::failed(Reason::Race)),
            verdict("a", Judgement::passed()),
            verdict("stranger", Judgement::passed()),
        ];
        let graded = grade(&entries, &verdicts);
        assert_eq!(
            ends(&graded),
            [
                (Status::Passed, 3),
                (Status::Failed, 0),
                (Status::Inconclusive, 0)
            ]
        );
    }

    #[test]
    fn skipping_spreads_in_whatever_order_checks_stand() {
        let entries = [
            entry("c", 1, &["b"]),
            entry("b", 1, &["d", "a"]),
            entry("a", 1, &[]),
            entry("d", 1, &[]),
        ];
        let passed = |id| verdict(id, Judgement::passed());
        let verdicts = [
            passed("c"),
            passed("b"),
            verdict("a", Judgement::failed(Reason::Wrong)),
            passed("d"),
        ];
        let graded = grade(&entries, &verdicts);
        assert_eq!(
            ends(&graded),
            [
                (Status::Skipped, 0),
                (Status::Skipped, 0),
                (Status::Failed, 0),
                (Status::Passed, 1)
            ]
        );
        assert_eq!(
            graded[0].verdict,
            skipped(&entries[0].info.id, &entries[1].info.id)
        );
        assert_eq!(graded[1].verdict.judgement.reason, Reason::RequiredCheckFailed);
    }

    #[test]
    fn a_failed_import_fails_every_check_and_skips_none() {
        let entries = [entry("a", 1, &[]), entry("b", 1, &["a"])];
        let verdicts = ["a", "b"].map(|id| verdict(id, Judgement::failed(Reason::ImportError)));
        assert_eq!(unmet(&entries[1].requires, &verdicts), None);
        assert_eq!(
            ends(&grade(&entries, &verdicts)),
            [(Status::Failed, 0), (Status::Failed, 0)]
        );
    }

    #[test]
    fn what_depends_on_an_inconclusive_check_is_skipped() {
        let entries = [entry("a", 1, &[]), entry("b", 1, &["a"])];
        let verdicts = [
            verdict("a", Judgement::inconclusive()),
            verdict("b", Judgement::passed()),
        ];
        assert_eq!(
            ends(&grade(&entries, &verdicts)),
            [(Status::Inconclusive, 0), (Status::Skipped, 0)]
        );
        assert_eq!(
            unmet(&entries[1].requires, &verdicts[..1]),
            Some(&entries[0].info.id)
        );
        assert_eq!(unmet(&entries[1].requires, &[]), None);
    }
}
