//! `grader validate`: every mistake in task specs, at once.

use crate::cli::args::TaskNames;
use crate::cli::config::{self, Config};
use crate::cli::course::Shelf;
use crate::cli::exit::{Exit, Stop};
use crate::cli::{print, tasks};
use crate::util::text;

pub(crate) fn run(args: &TaskNames, config: &Config) -> Result<Exit, Stop> {
    let shelf = Shelf::find(args.tasks.tasks.as_deref(), &config::here()?)?;
    let mut exit = Exit::Success;
    let mut said = Vec::new();
    for folder in tasks::chosen(&shelf, &args.names)? {
        match tasks::load(&folder, config) {
            Ok(task) => {
                let points: u32 = task.checks.iter().map(|check| check.info.points.0).sum();
                let name = text::one_line(&folder.name);
                said.push(format!("{name}: {} checks, {points} points\n", task.checks.len()));
            }
            Err(stop) => exit = exit.max(stop.exit),
        }
    }
    print(said.concat().as_bytes())?;
    Ok(exit)
}
