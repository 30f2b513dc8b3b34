//! `grader check`: grade submissions of one task.

use std::path::Path;

use crate::cli::args::{CheckArgs, FormatArg, FormatName};
use crate::cli::config::Config;
use crate::cli::course::Shelf;
use crate::cli::exit::{Exit, Stop};
use crate::cli::machine::Machine;
use crate::cli::progress::Progress;
use crate::cli::{config, print, tasks};
use crate::grade::{self, Assignment};
use crate::harness::bench::Bench;
use crate::model::grade::{Audience, Grade};
use crate::model::ids::CheckId;
use crate::model::verdict::Status;
use crate::report::{self, Format, Look};
use crate::spec::Task;
use crate::submission::{self, Refusal, Snapshot};
use crate::util::causes::chain;
use crate::util::fs;

pub(crate) fn run(args: &CheckArgs, config: &Config) -> Result<Exit, Stop> {
    one_report_on_stdout(&args.format)?;
    let shelf = Shelf::find(args.tasks.tasks.as_deref(), &config::here()?)?;
    let task = tasks::load(&shelf.task(&args.task)?, config)?;
    let only = chosen(&args.check, &task)?;
    let handed_in = handed_in(&args.submissions, &task, config)?;
    let mut machine = Machine::find(&args.machine)?;
    machine.prepare(&task, config)?;
    let mut grades = Vec::new();
    for (name, frozen) in handed_in {
        let assignment = Assignment {
            task: &task,
            name: &name,
            only: &only,
            seed: 0,
        };
        grades.push(grade_one(&assignment, &frozen, args.seed, &machine, config));
    }
    let grades: Vec<Grade> = grades
        .iter()
        .map(|grade| grade.for_audience(Audience::Teacher))
        .collect();
    report(&grades, &args.format, config)?;
    Ok(exit(&grades, args.exit_zero))
}

/// A submission as it will be graded, or the reason why there is nothing to run.
type Frozen = Result<Snapshot, submission::Unusable>;

/// Every submission, frozen before the first one runs. What is wrong with the command line stops everything.
fn handed_in(
    paths: &[std::path::PathBuf],
    task: &Task,
    config: &Config,
) -> Result<Vec<(String, Frozen)>, Stop> {
    let mut all = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        match submission::freeze(path, &task.file) {
            Ok(snapshot) => all.push((name, Ok(snapshot))),
            Err(Refusal::Submission(unusable)) => all.push((name, Err(unusable))),
            Err(Refusal::CommandLine(nothing)) => {
                return Err(config::refused(&Refusal::CommandLine(nothing), config));
            }
            Err(Refusal::Machine(error)) => return Err(Stop::failure(chain(&error))),
        }
    }
    Ok(all)
}

/// Grades one frozen submission.
pub(crate) fn grade_one(
    assignment: &Assignment<'_>,
    frozen: &Frozen,
    seed: Option<u32>,
    machine: &Machine,
    config: &Config,
) -> Grade {
    let progress = Progress::new(config);
    match frozen {
        Err(unusable) => grade::refuse(
            &Assignment {
                seed: seed.map_or(0, u64::from),
                ..*assignment
            },
            unusable,
        ),
        Ok(snapshot) => {
            let seed = seed.map_or_else(|| seed_of(&snapshot.hash), u64::from);
            let bench = bench(machine, snapshot, assignment.task);
            let assignment = Assignment { seed, ..*assignment };
            grade::grade(&assignment, snapshot, &bench, &|event| progress.show(&event))
        }
    }
}

/// A bench for one snapshot.
pub(crate) fn bench<'a>(machine: &'a Machine, snapshot: &'a Snapshot, task: &'a Task) -> Bench<'a> {
    Bench {
        sandbox: &machine.sandbox,
        interpreter: &machine.interpreter,
        packages: machine.packages.as_ref(),
        files: &snapshot.files,
        module_file: &task.file,
        workers: machine.workers,
    }
}

/// The seed of a submission that was given none: a number from its content, so that the same files always get the
/// same inputs, and other files get others.
fn seed_of(hash: &str) -> u64 {
    u64::from_str_radix(hash.get(..8).unwrap_or("1"), 16).unwrap_or(1)
}

fn chosen(asked: &[String], task: &Task) -> Result<Vec<CheckId>, Stop> {
    asked
        .iter()
        .map(|text| {
            let known = task.checks.iter().map(|check| &check.info.id);
            known
                .clone()
                .find(|id| id.as_str() == text)
                .cloned()
                .ok_or_else(|| {
                    let names: Vec<&str> = known.map(CheckId::as_str).collect();
                    Stop::usage(format!("{} has no check `{text}`", task.id))
                        .hint(format!("its checks: {}", names.join(", ")))
                })
        })
        .collect()
}

fn one_report_on_stdout(formats: &[FormatArg]) -> Result<(), Stop> {
    if formats.iter().filter(|format| format.file.is_none()).count() > 1 {
        return Err(Stop::usage("two reports cannot share standard output")
            .hint("give all but one a file: --format json=results.json"));
    }
    Ok(())
}

fn report(grades: &[Grade], formats: &[FormatArg], config: &Config) -> Result<(), Stop> {
    for wanted in formats {
        let format = match wanted.format {
            FormatName::Terminal => Format::Text,
            FormatName::Json => Format::Json,
        };
        let look = config.look();
        let look = Look {
            color: look.color && wanted.file.is_none(),
            ..look
        };
        let text = report::render(format, grades, &look);
        match &wanted.file {
            None => drop(print(text.as_bytes())?),
            Some(file) => write(file, text.as_bytes())?,
        }
    }
    Ok(())
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Stop> {
    fs::write(file, bytes).map_err(|error| Stop::failure(chain(&error)))
}

fn exit(grades: &[Grade], exit_zero: bool) -> Exit {
    let ends = || {
        grades
            .iter()
            .flat_map(|grade| &grade.checks)
            .map(|check| check.verdict.judgement.status)
    };
    if ends().any(|status| status == Status::Inconclusive) {
        Exit::Failure
    } else if ends().all(|status| status == Status::Passed) || exit_zero {
        Exit::Success
    } else {
        Exit::PointsLost
    }
}
