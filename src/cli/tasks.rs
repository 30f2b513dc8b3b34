//! Loading tasks for the commands that need them, with every mistake shown at once.

use crate::cli::config::Config;
use crate::cli::course::{Shelf, TaskFolder};
use crate::cli::exit::{Exit, Stop};
use crate::cli::tell;
use crate::spec::{self, task::Task};

/// Loads a task, or shows everything that is wrong with its spec and stops.
pub(crate) fn load(folder: &TaskFolder, config: &Config) -> Result<Task, Stop> {
    let (task, mistakes) = look(folder)?;
    if mistakes > 0 {
        for diagnostic in diagnostics(folder)? {
            tell(&spec::diagnostic::render(&diagnostic, config.color_err));
        }
    }
    match task {
        Some(task) => Ok(task),
        None => Err(Stop::said(Exit::Usage)),
    }
}
