//! `grader replay`: run the failing schedule of a result again, and show it.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::cli::args::ReplayArgs;
use crate::cli::check::bench;
use crate::cli::config::{self, Config};
use crate::cli::course::Shelf;
use crate::cli::exit::{Exit, Stop};
use crate::cli::machine::Machine;
use crate::cli::{print, tasks, tell};
use crate::grade::{self, Assignment};
use crate::model::grade::Grade;
use crate::model::ids::CheckId;
use crate::model::plan;
use crate::model::schedule::{Grain, Replay};
use crate::model::verdict::Status;
use crate::report::{self, Format};
use crate::spec::Task;
use crate::submission::{self, Snapshot};
use crate::util::causes::chain;
use crate::util::{fs, text};

/// The parts of a stored result that a replay needs; it has other keys, which are of no interest here.
#[derive(Deserialize)]
struct Stored {
    schema: String,
    task: String,
    submission: String,
    snapshot_hash: String,
    spec_hash: String,
    seed: u64,
    checks: Vec<StoredCheck>,
}

#[derive(Deserialize)]
struct StoredCheck {
    id: String,
    evidence: StoredEvidence,
}

#[derive(Deserialize)]
struct StoredEvidence {
    schedule: Option<StoredSchedule>,
}

#[derive(Deserialize)]
struct StoredSchedule {
    scenario: String,
    plan: String,
    grain: String,
    release_points: bool,
}

impl StoredSchedule {
    fn replay(&self) -> Result<Replay, String> {
        let grains = [Grain::Coarse, Grain::Fine];
        let grain = grains.into_iter().find(|grain| grain.as_str() == self.grain);
        Ok(Replay {
            scenario: self.scenario.clone(),
            plan: plan::parse(&self.plan).map_err(|error| error.to_string())?,
            grain: grain.ok_or_else(|| format!("`{}` is not a grain", text::one_line(&self.grain)))?,
            release_points: self.release_points,
        })
    }
}

#[derive(Deserialize)]
struct Several {
    results: Vec<Stored>,
}

pub(crate) fn run(args: &ReplayArgs, config: &Config) -> Result<Exit, Stop> {
    let (file, wanted) = split(&args.result);
    let results = read(Path::new(file))?;
    let mut todo = Vec::new();
    for result in &results {
        for check in result
            .checks
            .iter()
            .filter(|check| wanted.is_none_or(|id| id == check.id))
        {
            if let Some(stored) = &check.evidence.schedule {
                todo.push((result, check.id.as_str(), stored));
            }
        }
    }
    if todo.is_empty() {
        let of = wanted.map(|id| format!(" of a check `{id}`")).unwrap_or_default();
        return Err(Stop::nothing(format!("{file} has no failing schedule{of}")).hint(known(&results)));
    }
    let shelf = Shelf::find(args.tasks.tasks.as_deref(), &config::here()?)?;
    let mut machine = Machine::find(&args.machine)?;
    let mut exit = Exit::Success;
    for (result, check, stored) in todo {
        let task = tasks::load(&shelf.task(&result.task)?, config)?;
        machine.prepare(&task, config)?;
        let grade = replay(result, check, stored, &task, args, &machine, config)?;
        print(report::render(Format::Text, std::slice::from_ref(&grade), &config.look()).as_bytes())?;
        exit = exit.max(ended(&grade, check));
    }
    Ok(exit)
}

/// Runs one schedule again and judges what it showed.
fn replay(
    result: &Stored,
    check: &str,
    stored: &StoredSchedule,
    task: &Task,
    args: &ReplayArgs,
    machine: &Machine,
    config: &Config,
) -> Result<Grade, Stop> {
    let spoilt = |what: &str| Stop::usage(format!("the result is not one that grader wrote: {what}"));
    let check = CheckId::new(check).map_err(|error| spoilt(&error.to_string()))?;
    let replay = stored.replay().map_err(|error| spoilt(&error))?;
    let path = args
        .submission
        .clone()
        .unwrap_or_else(|| PathBuf::from(&result.submission));
    let snapshot = frozen(&path, task, config)?;
    if snapshot.hash != result.snapshot_hash {
        tell(&format!(
            "{} the submission has changed since that result",
            config.paint_hint("note:")
        ));
    }
    if task.hash != result.spec_hash {
        tell(&format!(
            "{} the task's spec has changed since that result",
            config.paint_hint("note:")
        ));
    }
    let name = path.display().to_string();
    let assignment = Assignment {
        task,
        name: &name,
        only: &[],
        seed: result.seed,
    };
    grade::replay(
        &assignment,
        &snapshot,
        &bench(machine, &snapshot, task),
        &check,
        &replay,
    )
    .ok_or_else(|| {
        Stop::usage(format!(
            "{} has no check `{check}` with a scenario `{}`",
            task.id,
            text::one_line(&stored.scenario)
        ))
        .hint("grade the submission again: the task has changed")
    })
}

fn frozen(path: &Path, task: &Task, config: &Config) -> Result<Snapshot, Stop> {
    submission::freeze(path, &task.file).map_err(|refusal| {
        config::refused(&refusal, config).hint("--submission DIR says where the submission is now")
    })
}

/// 1 when the schedule fails as it did, 0 when it does not fail any more.
fn ended(grade: &Grade, check: &str) -> Exit {
    let status = grade
        .checks
        .iter()
        .find(|graded| graded.info.id.as_str() == check)
        .map(|graded| graded.verdict.judgement.status);
    match status {
        Some(Status::Passed) | None => Exit::Success,
        Some(Status::Failed | Status::Skipped) => Exit::PointsLost,
        Some(Status::Inconclusive) => Exit::Failure,
    }
}

/// `FILE#CHECK`: the last `#` divides, unless what is before it is no file and the whole is.
fn split(asked: &str) -> (&str, Option<&str>) {
    match asked.rsplit_once('#') {
        Some((file, check)) if !Path::new(asked).is_file() => (file, Some(check)),
        Some(_) | None => (asked, None),
    }
}

fn read(file: &Path) -> Result<Vec<Stored>, Stop> {
    let bytes = fs::read(file).map_err(|error| Stop::usage(chain(&error)))?;
    let wrong = |error: serde_json::Error| {
        Stop::usage(format!(
            "{} is not a result in JSON: {error}",
            text::name(file.as_os_str())
        ))
        .hint("write one with: grader check TASK SUBMISSION --format json=results.json")
    };
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(wrong)?;
    let results = if value.get("results").is_some() {
        serde_json::from_value::<Several>(value).map_err(wrong)?.results
    } else {
        vec![serde_json::from_value::<Stored>(value).map_err(wrong)?]
    };
    match results.iter().find(|result| result.schema != report::JSON_SCHEMA) {
        None => Ok(results),
        Some(other) => Err(Stop::usage(format!(
            "cannot read results of the format `{}`",
            text::one_line(&other.schema)
        ))
        .hint(format!("this version reads {}", report::JSON_SCHEMA))),
    }
}

fn known(results: &[Stored]) -> String {
    let ids: Vec<&str> = results
        .iter()
        .flat_map(|result| &result.checks)
        .filter(|check| check.evidence.schedule.is_some())
        .map(|check| check.id.as_str())
        .collect();
    if ids.is_empty() {
        "a check that failed under a schedule has one; this result has none".to_owned()
    } else {
        format!("checks with one: {}", ids.join(", "))
    }
}
