//! `grader selftest`: a task's own solutions. Accepted ones must get every point; rejected ones must fail exactly the
//! checks that their `expected.toml` names, each time.

mod expected;
mod times;

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::cli::args::SelftestArgs;
use crate::cli::check::grade_one;
use crate::cli::config::{self, Config};
use crate::cli::course::{Shelf, TaskFolder};
use crate::cli::exit::{Exit, Stop};
use crate::cli::machine::Machine;
use crate::cli::selftest::expected::Expected;
use crate::cli::selftest::times::Times;
use crate::cli::{print, tasks};
use crate::grade::Assignment;
use crate::model::grade::{Flag, Grade, Points};
use crate::model::verdict::{Judgement, Status};
use crate::report::Verbosity;
use crate::spec::Task;
use crate::submission::Snapshot;

/// One solution and what must become of it.
struct Solution {
    name: String,
    snapshot: Snapshot,
    expected: Expected,
}

/// What became of a solution: empty when all is as expected.
struct Outcome {
    faults: Vec<String>,
    failed: Vec<String>,
    /// Of every repetition.
    times: Vec<Times>,
}

pub(crate) fn run(args: &SelftestArgs, config: &Config) -> Result<Exit, Stop> {
    let shelf = Shelf::find(args.names.tasks.tasks.as_deref(), &config::here()?)?;
    let folders = tasks::chosen(&shelf, &args.names.names)?;
    let mut machine = Machine::find(&args.machine)?;
    let cores = machine.workers;
    let mut exit = Exit::Success;
    for folder in folders {
        let task = tasks::load(&folder, config)?;
        machine.prepare(&task, config)?;
        let solutions = solutions(&folder, &task, &args.only)?;
        if solutions.is_empty() {
            return Err(Stop::nothing(format!(
                "{} has no solutions to test with",
                folder.shown("selftest")
            )));
        }
        // Solutions are graded side by side: one alone gets the cores only when there are fewer solutions than cores.
        machine.workers = (cores / solutions.len()).max(1);
        let outcomes = grade_all(&task, &solutions, args.repeat, &machine, config);
        let idle = if args.only.is_empty() {
            never_failed(&task, &solutions)
        } else {
            Vec::new()
        };
        exit = exit.max(tell(&task, &solutions, &outcomes, &idle, config)?);
    }
    Ok(exit)
}

fn solutions(folder: &TaskFolder, task: &Task, only: &[String]) -> Result<Vec<Solution>, Stop> {
    let mut found = Vec::new();
    for group in ["accepted", "rejected"] {
        for name in folder.folders(&format!("selftest/{group}"))? {
            let inside = format!("selftest/{group}/{name}");
            let shown = format!("{group}/{name}");
            if !only.is_empty() && !only.iter().any(|text| shown.contains(text.as_str())) {
                continue;
            }
            let mut files = folder.files(&inside)?;
            let note = files
                .iter()
                .position(|(path, _)| path == "expected.toml")
                .map(|at| files.remove(at).1);
            let expected = match (group, note) {
                ("accepted", _) => Expected::accepted(),
                (_, Some(note)) => {
                    Expected::parse(&note, task, &folder.shown(&format!("{inside}/expected.toml")))?
                }
                (_, None) => {
                    return Err(
                        Stop::usage(format!("{} has no expected.toml", folder.shown(&inside)))
                            .hint("write the checks that it must fail: fails = [\"…\"] and why = \"…\""),
                    );
                }
            };
            let snapshot = Snapshot::from_files(files);
            found.push(Solution {
                name: shown,
                snapshot,
                expected,
            });
        }
    }
    Ok(found)
}

/// Grades every solution, on all cores; the order of the outcomes is that of the solutions.
fn grade_all(
    task: &Task,
    solutions: &[Solution],
    repeat: u32,
    machine: &Machine,
    config: &Config,
) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let outcomes: Vec<Mutex<Option<Outcome>>> = solutions.iter().map(|_| Mutex::new(None)).collect();
    let workers = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(solutions.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(solution) = solutions.get(index) else {
                        break;
                    };
                    let outcome = grade_repeatedly(task, solution, repeat, machine, config);
                    *outcomes[index]
                        .lock()
                        .expect("no worker panics while it holds the lock") = Some(outcome);
                }
            });
        }
    });
    outcomes
        .into_iter()
        .map(|slot| {
            slot.into_inner()
                .ok()
                .flatten()
                .expect("every solution was graded")
        })
        .collect()
}

fn grade_repeatedly(
    task: &Task,
    solution: &Solution,
    repeat: u32,
    machine: &Machine,
    config: &Config,
) -> Outcome {
    let assignment = Assignment {
        task,
        name: &solution.name,
        only: &[],
        seed: 0,
    };
    let frozen = Ok(solution.snapshot.clone());
    let quiet = Config {
        progress: false,
        ..config.clone()
    };
    let first = grade_one(&assignment, &frozen, None, machine, &quiet);
    let mut faults = solution.expected.faults(&first);
    let mut times = vec![Times::of(&first)];
    for round in 1..repeat {
        let again = grade_one(&assignment, &frozen, None, machine, &quiet);
        times.push(Times::of(&again));
        if essence(&again) != essence(&first) {
            faults.push(format!(
                "run {} gave another verdict or another witness than run 1",
                round + 1
            ));
            break;
        }
    }
    Outcome {
        faults,
        failed: failed(&first),
        times,
    }
}

/// What must be the same in every repetition: all but durations.
fn essence(grade: &Grade) -> (Vec<Judgement>, Vec<Points>, &[Flag]) {
    let judgements = grade.checks.iter().map(|check| check.verdict.judgement.clone());
    let points = grade.checks.iter().map(|check| check.points);
    (judgements.collect(), points.collect(), &grade.flags)
}

/// The checks that did not pass, by id.
fn failed(grade: &Grade) -> Vec<String> {
    grade
        .checks
        .iter()
        .filter(|check| check.verdict.judgement.status != Status::Passed)
        .map(|check| check.info.id.to_string())
        .collect()
}

/// Checks that no rejected solution fails: nothing shows that they can fail at all.
fn never_failed(task: &Task, solutions: &[Solution]) -> Vec<String> {
    task.checks
        .iter()
        .map(|check| check.info.id.to_string())
        .filter(|id| {
            !solutions
                .iter()
                .any(|solution| solution.expected.fails.contains(id))
        })
        .collect()
}

fn tell(
    task: &Task,
    solutions: &[Solution],
    outcomes: &[Outcome],
    idle: &[String],
    config: &Config,
) -> Result<Exit, Stop> {
    let mut text = Vec::new();
    let mut wrong = 0;
    for (solution, outcome) in solutions.iter().zip(outcomes) {
        let good = outcome.faults.is_empty();
        wrong += usize::from(!good);
        if good && config.verbosity == Verbosity::Quiet {
            continue;
        }
        let word = if good {
            config.paint_good("ok  ")
        } else {
            config.paint_bad("FAIL")
        };
        let failed = if outcome.failed.is_empty() {
            String::new()
        } else {
            format!("  fails {}", outcome.failed.join(", "))
        };
        text.push(format!(
            "{word} {}/{} {} ms{failed}\n",
            task.id,
            solution.name,
            outcome.times[0].whole.as_millis()
        ));
        for fault in &outcome.faults {
            text.push(format!("       {fault}\n"));
        }
    }
    for id in idle {
        text.push(format!(
            "{} {}: no rejected solution fails check `{id}`\n",
            config.paint_bad("FAIL"),
            task.id
        ));
    }
    let right = solutions.len() - wrong;
    text.push(format!(
        "{}: {right} of {} solutions as expected\n",
        task.id,
        solutions.len()
    ));
    text.push(figures(task, solutions, outcomes));
    print(text.concat().as_bytes())?;
    Ok(if wrong == 0 && idle.is_empty() {
        Exit::Success
    } else {
        Exit::PointsLost
    })
}

/// How many solutions there are of which sort, how often each was graded, and how long that took.
fn figures(task: &Task, solutions: &[Solution], outcomes: &[Outcome]) -> String {
    let accepted = solutions
        .iter()
        .filter(|solution| solution.expected.fails.is_empty())
        .count();
    // A solution that differs is not graded again.
    let rounds = outcomes.iter().map(|outcome| outcome.times.len()).min();
    let often = match rounds.unwrap_or(0) {
        1 => "once".to_owned(),
        rounds => format!("{rounds} times"),
    };
    let rejected = solutions.len() - accepted;
    let times: Vec<Times> = outcomes
        .iter()
        .flat_map(|outcome| outcome.times.clone())
        .collect();
    let ids: Vec<String> = task
        .checks
        .iter()
        .map(|check| check.info.id.to_string())
        .collect();
    format!(
        "  {accepted} accepted, {rejected} rejected, each graded {often}\n{}",
        times::table(&ids, &times)
    )
}
