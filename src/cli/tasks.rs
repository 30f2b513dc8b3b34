//! Loading tasks for the commands that need them, with every mistake shown at once.

use crate::cli::config::Config;
use crate::cli::course::{Shelf, TaskFolder};
use crate::cli::exit::{Exit, Stop};
use crate::cli::tell;
use crate::spec::{self, Task};

/// Loads a task, or shows everything that is wrong with its spec and stops. Warnings are shown and do not stop.
pub(crate) fn load(folder: &TaskFolder, config: &Config) -> Result<Task, Stop> {
    let (task, diagnostics) = folder.load();
    if !diagnostics.is_empty() {
        tell(spec::render(&diagnostics, config.color_err, config.width).trim_end());
    }
    task.ok_or_else(|| Stop::said(Exit::Usage))
}

/// The tasks named, or all of the shelf.
pub(crate) fn chosen(shelf: &Shelf, names: &[String]) -> Result<Vec<TaskFolder>, Stop> {
    let folders = if names.is_empty() {
        shelf.tasks()?
    } else {
        names
            .iter()
            .map(|name| shelf.task(name))
            .collect::<Result<_, _>>()?
    };
    if folders.is_empty() {
        return Err(Stop::nothing(format!(
            "there are no task folders in {}",
            shelf.shown()
        )));
    }
    Ok(folders)
}
