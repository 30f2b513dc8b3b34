//! All verdicts for one submission of one task.

use std::time::Duration;

use crate::model::ids::{CheckId, TaskId};
use crate::model::message::Text;
use crate::model::verdict::{Location, Status, Verdict};

/// Whole points of one check or of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Points(pub(crate) u32);

/// Who may see a check's feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Visibility {
    /// Everybody sees everything.
    #[default]
    Visible,
    /// A student sees status and points, and no feedback.
    Hidden,
}

/// What the spec fixes about a check, whatever the submission does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CheckInfo {
    pub(crate) id: CheckId,
    pub(crate) title: Text,
    pub(crate) points: Points,
    pub(crate) hint: Option<Text>,
    pub(crate) visibility: Visibility,
}

/// A check with its verdict and the points that it earned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Graded {
    pub(crate) info: CheckInfo,
    pub(crate) verdict: Verdict,
    pub(crate) points: Points,
}

/// Something a teacher should look at, that cost no points by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flag {
    /// A stable word, such as `harness-touched`.
    pub(crate) kind: String,
    pub(crate) detail: String,
    pub(crate) location: Option<Location>,
}

/// One source file as it was graded, for reports that quote lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Everything that is known of one submission of one task.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grade {
    pub(crate) task: TaskId,
    pub(crate) task_title: Text,
    /// As it was named on the command line.
    pub(crate) submission: String,
    pub(crate) spec_hash: String,
    pub(crate) snapshot_hash: String,
    pub(crate) seed: u64,
    /// The isolation level that was in force.
    pub(crate) isolation: String,
    /// Version of the interpreter, such as `3.11.7`.
    pub(crate) python: String,
    pub(crate) checks: Vec<Graded>,
    pub(crate) flags: Vec<Flag>,
    pub(crate) sources: Vec<Source>,
    pub(crate) duration: Duration,
}

impl Grade {
    /// The points earned; `None` when a check is inconclusive, for then no score may be recorded.
    pub(crate) fn score(&self) -> Option<Points> {
        if self
            .checks
            .iter()
            .any(|graded| graded.verdict.judgement.status == Status::Inconclusive)
        {
            return None;
        }
        Some(Points(self.checks.iter().map(|graded| graded.points.0).sum()))
    }

    /// The denominator, fixed by the spec.
    pub(crate) fn max_score(&self) -> Points {
        Points(self.checks.iter().map(|graded| graded.info.points.0).sum())
    }
}
