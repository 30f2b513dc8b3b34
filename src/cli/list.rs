//! `grader list`: the tasks that can be graded.

use crate::cli::args::TasksArgs;
use crate::cli::config::{self, Config};
use crate::cli::course::Shelf;
use crate::cli::exit::{Exit, Stop};
use crate::cli::{print, tasks};

pub(crate) fn run(args: &TasksArgs, config: &Config) -> Result<Exit, Stop> {
    let shelf = Shelf::find(args.tasks.as_deref(), &config::here()?)?;
    let folders = shelf.tasks()?;
    if folders.is_empty() {
        return Err(Stop::nothing(format!(
            "there are no task folders in {}",
            shelf.shown()
        )));
    }
    let mut rows = Vec::new();
    let mut exit = Exit::Success;
    for folder in &folders {
        match tasks::load(folder, config) {
            Ok(task) => {
                let points: u32 = task.checks.iter().map(|check| check.info.points.0).sum();
                let title = task.title.in_lang(config.lang).to_owned();
                rows.push((
                    folder.name.clone(),
                    task.file.clone(),
                    points,
                    task.checks.len(),
                    title,
                ));
            }
            Err(stop) => exit = exit.max(stop.exit),
        }
    }
    let wide = |column: fn(&(String, String, u32, usize, String)) -> usize| {
        rows.iter().map(column).max().unwrap_or(0)
    };
    let (name, file) = (wide(|row| row.0.len()), wide(|row| row.1.len()));
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "{:name$}  {:file$}  {:2} points  {} checks  {}\n",
                row.0, row.1, row.2, row.3, row.4
            )
        })
        .collect();
    print(lines.concat().as_bytes())?;
    Ok(exit)
}
