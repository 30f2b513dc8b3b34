//! One submission of one task: plan, run, judge, score. The only conductor.
//!
//! It never looks at a kind of check, never prints and never reads a file: `cli` hands it a snapshot and a bench, and
//! gets back a [`Grade`]. Progress goes out as [`Event`] values to a listener.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::checks::TaskContext;
use crate::harness::bench::Bench;
use crate::harness::carry::{self, Done};
use crate::harness::search;
use crate::model::grade::{Flag, Grade};
use crate::model::ids::CheckId;
use crate::model::message::Words;
use crate::model::observation::Observation;
use crate::model::run::Run;
use crate::model::schedule::{Exploration, Replay};
use crate::model::verdict::Verdict;
use crate::score::{self, Entry};
use crate::spec::{CheckSpec, Task};
use crate::submission::{Snapshot, Unusable};
use crate::util::clock;

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
    RunEnded {
        check: CheckId,
        ended: usize,
        runs: usize,
    },
}

/// Grades a frozen submission. Whatever it does is data in the grade, never an error.
pub(crate) fn grade(
    assignment: &Assignment<'_>,
    snapshot: &Snapshot,
    bench: &Bench<'_>,
    listen: &(dyn Fn(Event) + Sync),
) -> Grade {
    let started = clock::now();
    let checks = chosen(assignment.task, assignment.only);
    let (runs, owners) = plan(assignment, &checks);
    listen(Event::Planned { runs: runs.len() });
    let report = |run: usize, ended: usize| {
        let check = checks[owners[run]].info.id.clone();
        listen(Event::RunEnded {
            check,
            ended,
            runs: runs.len(),
        });
    };
    let ends = carry::carry_out(bench, &runs, &owners, assignment.seed, &report);
    let verdicts: Vec<Verdict> = checks
        .iter()
        .enumerate()
        .map(|(index, check)| {
            let context = check.context(assignment.task, assignment.seed);
            judge(check, &context, index, (&owners, &ends))
        })
        .collect();
    Grade {
        flags: flags(&ends),
        ..on(
            bench,
            snapshot,
            started.elapsed(),
            blank(assignment, &checks, &verdicts),
        )
    }
}

/// What all runs were seen to do, each once, in the order of the lines.
fn flags(ends: &[Done]) -> Vec<Flag> {
    let all: BTreeSet<&Flag> = ends.iter().flat_map(|done| &done.flags).collect();
    let mut flags: Vec<Flag> = all.into_iter().cloned().collect();
    flags.sort_by(|one, other| one.location.cmp(&other.location));
    flags
}

/// The grade of a submission that cannot be run, because the required file is not there or is not a program: every
/// check fails for that one reason.
pub(crate) fn refuse(assignment: &Assignment<'_>, unusable: &Unusable) -> Grade {
    let checks = chosen(assignment.task, assignment.only);
    let verdicts: Vec<Verdict> = checks
        .iter()
        .map(|check| Verdict {
            check: check.info.id.clone(),
            judgement: unusable.judgement(),
            duration: Duration::ZERO,
        })
        .collect();
    blank(assignment, &checks, &verdicts)
}

/// Runs one schedule of one check again; none when the task has no such scenario.
pub(crate) fn replay(
    assignment: &Assignment<'_>,
    snapshot: &Snapshot,
    bench: &Bench<'_>,
    check: &CheckId,
    replay: &Replay,
) -> Option<Grade> {
    let started = clock::now();
    let check = assignment
        .task
        .checks
        .iter()
        .find(|known| known.info.id == *check)?;
    let context = check.context(assignment.task, assignment.seed);
    let runs = check.kind.as_check().plan(&context);
    let wanted = |run: &Run| matches!(run, Run::Schedules(scenario) if scenario.name == replay.scenario);
    runs.iter().find(|run| wanted(run))?;
    let observe = |run: &Run| match run {
        Run::Schedules(scenario) if wanted(run) => search::replay(bench, scenario, replay),
        Run::Schedules(_) => Observation::Schedules(Exploration::default()),
        Run::Steps(_)
        | Run::Site(_)
        | Run::Observed(_)
        | Run::Script(_)
        | Run::Source(_)
        | Run::Reference(_) => carry::carry_one(bench, run, assignment.seed),
    };
    let observations: Vec<Observation> = runs.iter().map(observe).collect();
    let duration = started.elapsed();
    let judgement = check.kind.as_check().judge(&context, &observations);
    let verdict = Verdict {
        check: check.info.id.clone(),
        judgement,
        duration,
    };
    Some(on(
        bench,
        snapshot,
        duration,
        blank(assignment, &[check], &[verdict]),
    ))
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
    task.checks
        .iter()
        .filter(|check| wanted.contains(&check.info.id))
        .collect()
}

/// All runs of all checks, and for each run the index of the check that it belongs to.
fn plan(assignment: &Assignment<'_>, checks: &[&CheckSpec]) -> (Vec<Run>, Vec<usize>) {
    let mut runs = Vec::new();
    let mut owners = Vec::new();
    for (index, check) in checks.iter().enumerate() {
        let planned = check
            .kind
            .as_check()
            .plan(&check.context(assignment.task, assignment.seed));
        owners.extend(std::iter::repeat_n(index, planned.len()));
        runs.extend(planned);
    }
    (runs, owners)
}

fn judge(
    check: &CheckSpec,
    context: &TaskContext,
    index: usize,
    (owners, ends): (&[usize], &[Done]),
) -> Verdict {
    let own: Vec<&Done> = ends
        .iter()
        .zip(owners)
        .filter(|(_, owner)| **owner == index)
        .map(|(end, _)| end)
        .collect();
    let observations: Vec<_> = own.iter().map(|done| done.observation.clone()).collect();
    Verdict {
        check: check.info.id.clone(),
        judgement: check.kind.as_check().judge(context, &observations),
        duration: own.iter().map(|done| done.duration).sum(),
    }
}

/// A grade with what is known of the snapshot and of the machine.
fn on(bench: &Bench<'_>, snapshot: &Snapshot, duration: Duration, grade: Grade) -> Grade {
    Grade {
        snapshot_hash: snapshot.hash.clone(),
        sources: snapshot.sources(),
        notes: snapshot
            .left_out
            .iter()
            .map(|left_out| Words::Ours(left_out.message()))
            .collect(),
        python: bench.interpreter.version.clone(),
        isolation: bench.sandbox.level().as_str().to_owned(),
        duration,
        ..grade
    }
}

fn blank(assignment: &Assignment<'_>, checks: &[&CheckSpec], verdicts: &[Verdict]) -> Grade {
    let task = assignment.task;
    let entries: Vec<Entry> = checks
        .iter()
        .map(|check| Entry {
            info: check.info.clone(),
            requires: check.requires.clone(),
        })
        .collect();
    Grade {
        task: task.id.clone(),
        task_title: task.title.clone(),
        submission: assignment.name.to_owned(),
        spec_hash: task.hash.clone(),
        snapshot_hash: String::new(),
        seed: assignment.seed,
        isolation: String::new(),
        python: String::new(),
        checks: score::grade(&entries, verdicts),
        flags: Vec::new(),
        sources: Vec::new(),
        notes: Vec::new(),
        duration: Duration::ZERO,
    }
}
