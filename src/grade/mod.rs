//! One submission of one task: plan, run, judge, score. The only conductor.
//!
//! It never looks at a kind of check, never prints and never reads a file: `cli` hands it a snapshot and a bench, and
//! gets back a [`Grade`]. Progress goes out as [`Event`] values to a listener.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::checks::TaskContext;
use crate::harness::bench::Bench;
use crate::harness::carry::{self, Done};
use crate::model::grade::{Grade, Source};
use crate::model::ids::CheckId;
use crate::model::message::{Message, Words};
use crate::model::run::Run;
use crate::model::verdict::{Judgement, Reason, Verdict};
use crate::score;
use crate::spec::{CheckSpec, Task};
use crate::submission::{Refusal, Snapshot};

/// What to grade, and how.
pub(crate) struct Assignment<'a> {
    pub(crate) task: &'a Task,
    /// The submission as it was named on the command line.
    pub(crate) name: &'a str,
    /// Grade only these checks and those that they require; all of them when empty.
    pub(crate) only: &'a [CheckId],
    /// Everything random comes from it: the same seed gives the same verdict.
    pub(crate) seed: u64,
}

/// What happens while a submission is graded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// So many runs are ahead.
    Planned { runs: usize },
    /// One of them has ended.
    RunEnded { check: CheckId, ended: usize, runs: usize },
}

/// Grades a frozen submission. Whatever it does is data in the grade, never an error.
pub(crate) fn grade(
    assignment: &Assignment<'_>,
    snapshot: &Snapshot,
    bench: &Bench<'_>,
    listen: &(dyn Fn(Event) + Sync),
) -> Grade {
    let started = crate::util::clock::now();
    let checks = chosen(assignment.task, assignment.only);
    let (runs, owners) = plan(assignment.task, &checks);
    listen(Event::Planned { runs: runs.len() });
    let report = |run: usize, ended: usize| {
        let check = checks[owners[run]].info.id.clone();
        listen(Event::RunEnded { check, ended, runs: runs.len() });
    };
    let ends = carry::carry_out(bench, &runs, assignment.seed, &report);
    let verdicts = checks.iter().enumerate().map(|(index, check)| judge(check, index, &owners, &ends)).collect();
    Grade {
        snapshot_hash: snapshot.hash().to_owned(),
        sources: sources(snapshot),
        python: bench.interpreter.version().to_owned(),
        isolation: bench.sandbox.level().as_str().to_owned(),
        duration: started.elapsed(),
        ..blank(assignment, &checks, verdicts)
    }
}

/// The grade of a submission that cannot be run, because the required file is not there or is not a program: every
/// check fails for that one reason.
pub(crate) fn refuse(assignment: &Assignment<'_>, refusal: &Refusal) -> Grade {
    let checks = chosen(assignment.task, assignment.only);
    let verdicts = checks
        .iter()
        .map(|check| Verdict {
            check: check.info.id.clone(),
            judgement: Judgement::failed(Reason::MissingFile).because(refusal.words()),
            duration: Duration::ZERO,
        })
        .collect();
    blank(assignment, &checks, verdicts)
}

/// The checks asked for and those that they require, in the order of the spec.
fn chosen<'a>(task: &'a Task, only: &[CheckId]) -> Vec<&'a CheckSpec> {
    if only.is_empty() {
        return task.checks.iter().collect();
    }
    let mut wanted: BTreeSet<&CheckId> = only.iter().collect();
    loop {
        let needed: Vec<&CheckId> = task
            .checks
            .iter()
            .filter(|check| wanted.contains(&check.info.id))
            .flat_map(|check| &check.requires)
            .filter(|id| !wanted.contains(id))
            .collect();
        if needed.is_empty() {
            break;
        }
        wanted.extend(needed);
    }
    task.checks.iter().filter(|check| wanted.contains(&check.info.id)).collect()
}

/// All runs of all checks, and for each run the index of the check that it belongs to.
fn plan(task: &Task, checks: &[&CheckSpec]) -> (Vec<Run>, Vec<usize>) {
    let mut runs = Vec::new();
    let mut owners = Vec::new();
    for (index, check) in checks.iter().enumerate() {
        let context = TaskContext { file: &task.file, limits: &check.limits };
        let planned = check.kind.as_check().plan(&context);
        owners.extend(std::iter::repeat_n(index, planned.len()));
        runs.extend(planned);
    }
    (runs, owners)
}

fn judge(check: &CheckSpec, index: usize, owners: &[usize], ends: &[Done]) -> Verdict {
    let own: Vec<&Done> = ends.iter().zip(owners).filter(|(_, owner)| **owner == index).map(|(end, _)| end).collect();
    let observations: Vec<_> = own.iter().map(|done| done.observation.clone()).collect();
    Verdict {
        check: check.info.id.clone(),
        judgement: check.kind.as_check().judge(&observations),
        duration: own.iter().map(|done| done.duration).sum(),
    }
}

fn blank(assignment: &Assignment<'_>, checks: &[&CheckSpec], verdicts: Vec<Verdict>) -> Grade {
    let task = assignment.task;
    Grade {
        task: task.id.clone(),
        task_title: task.title.clone(),
        submission: assignment.name.to_owned(),
        spec_hash: task.hash.clone(),
        snapshot_hash: String::new(),
        seed: assignment.seed,
        isolation: String::new(),
        python: String::new(),
        checks: score::score(checks.iter().map(|check| (&check.info, check.requires.as_slice())), verdicts),
        flags: Vec::new(),
        sources: Vec::new(),
        duration: Duration::ZERO,
    }
}

/// The Python files of the snapshot, for reports that quote lines.
fn sources(snapshot: &Snapshot) -> Vec<Source> {
    snapshot
        .files()
        .iter()
        .filter(|(path, _)| path.ends_with(".py"))
        .map(|(path, bytes)| Source { path: path.clone(), text: String::from_utf8_lossy(bytes).into_owned() })
        .collect()
}
