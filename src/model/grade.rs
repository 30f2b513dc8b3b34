//! All verdicts for one submission of one task.

use std::time::Duration;

use crate::model::ids::{CheckId, TaskId};
use crate::model::message::{Text, Words};
use crate::model::verdict::{Judgement, Location, Reason, Status, Verdict};

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

/// For whom a grade is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Whoever runs the grader, and so has the spec before them: everything.
    Teacher,
    /// What may be handed on to the student: no feedback of hidden checks, and no flags, which a teacher looks at first.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "no command makes a report for students yet")
    )]
    Student,
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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
    /// What whoever handed in should know of the submission as a whole, such as files that were left out.
    pub(crate) notes: Vec<Words>,
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

    /// The grade as this audience may see it. Decided here, once, before rendering: renderers show what they get.
    #[must_use]
    pub(crate) fn for_audience(&self, audience: Audience) -> Self {
        let mut grade = self.clone();
        match audience {
            Audience::Teacher => {}
            Audience::Student => {
                grade.flags.clear();
                for graded in &mut grade.checks {
                    graded.withhold();
                }
            }
        }
        grade
    }
}

impl Graded {
    /// Removes what a student may not see of a hidden check; status and points stay.
    fn withhold(&mut self) {
        match self.info.visibility {
            Visibility::Visible => return,
            Visibility::Hidden => {}
        }
        self.info.hint = None;
        let judgement = &mut self.verdict.judgement;
        match judgement.status {
            // Says nothing about this check but that it was not run.
            Status::Skipped => {}
            Status::Passed => *judgement = Judgement::passed(),
            Status::Failed => *judgement = Judgement::failed(Reason::Withheld),
            Status::Inconclusive => *judgement = Judgement::inconclusive(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::CheckId;
    use crate::model::message::Message;
    use std::time::Duration;

    fn graded(id: &str, visibility: Visibility, judgement: Judgement) -> Graded {
        let id = CheckId::new(id).unwrap();
        let hint = Some(Text {
            en: "a hint".to_owned(),
            ru: None,
        });
        let info = CheckInfo {
            id: id.clone(),
            title: Text::default(),
            points: Points(2),
            hint,
            visibility,
        };
        Graded {
            info,
            verdict: Verdict {
                check: id,
                judgement,
                duration: Duration::ZERO,
            },
            points: Points(0),
        }
    }

    #[test]
    fn a_student_sees_no_feedback_of_hidden_checks_and_no_flags() {
        let judgement = || {
            Judgement::failed(Reason::Race)
                .expecting("2", "1")
                .because(Words::Ours(Message::new("x")))
        };
        let grade = Grade {
            task: TaskId::new("task3").unwrap(),
            task_title: Text::default(),
            submission: String::new(),
            spec_hash: String::new(),
            snapshot_hash: String::new(),
            seed: 1,
            isolation: String::new(),
            python: String::new(),
            checks: vec![
                graded("open", Visibility::Visible, judgement()),
                graded("secret", Visibility::Hidden, judgement()),
            ],
            flags: vec![Flag {
                kind: "x".to_owned(),
                detail: String::new(),
                location: None,
            }],
            notes: Vec::new(),
            sources: Vec::new(),
            duration: Duration::ZERO,
        };

        assert_eq!(grade.for_audience(Audience::Teacher), grade);
        let seen = grade.for_audience(Audience::Student);
        assert_eq!(seen.checks[0], grade.checks[0]);
        assert_eq!(
            seen.checks[1].verdict.judgement,
            Judgement::failed(Reason::Withheld)
        );
        assert_eq!(seen.checks[1].info.hint, None);
        assert_eq!(seen.max_score(), grade.max_score());
        assert!(seen.flags.is_empty());
    }
}
