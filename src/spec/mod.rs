//! A task's folder becomes a [`Task`]: `task.toml` is read, checked as a whole, and every fault in it is reported at
//! once, under its own source line.
//!
//! The shape of the file (keys, types, what must be there) is written once, as serde structs; the JSON Schema that
//! editors use comes from them, and the same schema is walked over the parsed TOML, so that all faults are found
//! and each keeps its position. This room does not match on kinds of check, and runs nothing.

mod diagnostic;
mod load;
mod lock;
mod parse;
mod position;
mod schema;
mod shape;
#[cfg(test)]
mod tests;
mod toml_types;
mod units;
mod validate;

pub(crate) use diagnostic::{Diagnostic, render};
pub(crate) use load::{Folder, load, load_directory};
pub(crate) use schema::schema;

use crate::checks::{Kind, TaskContext};
use crate::model::grade::CheckInfo;
use crate::model::ids::{CheckId, TaskId};
use crate::model::limits::Limits;
use crate::model::message::Text;
use crate::model::packages::Packages;

/// An exercise: what is handed in, and how it is graded.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    /// The name of its folder.
    pub(crate) id: TaskId,
    pub(crate) title: Text,
    /// The required file at the top of a submission, such as `counter.py`.
    pub(crate) file: String,
    /// Packages that a submission may import beside the standard library.
    pub(crate) packages: Packages,
    /// The task's limits over the defaults; each check has its own over these.
    #[cfg_attr(not(test), expect(dead_code, reason = "each check has them in its own"))]
    pub(crate) limits: Limits,
    /// In the order of the file; what a check requires may come after it.
    pub(crate) checks: Vec<CheckSpec>,
    /// What the student reads, as Markdown, where the folder has it.
    #[expect(dead_code, reason = "no command shows statements yet")]
    pub(crate) statement: Option<Text>,
    /// SHA-256 over `task.toml` and the files it names, in hex.
    pub(crate) hash: String,
}

/// One check of a task.
#[derive(Debug, Clone)]
pub(crate) struct CheckSpec {
    pub(crate) info: CheckInfo,
    /// Checks of the same task that must pass first; there is no cycle among them.
    pub(crate) requires: Vec<CheckId>,
    /// The check's limits over the task's over the defaults.
    pub(crate) limits: Limits,
    pub(crate) kind: Kind,
}

impl CheckSpec {
    /// What this check's plan may depend on.
    pub(crate) fn context(&self, task: &Task, seed: u64) -> TaskContext {
        TaskContext {
            file: task.file.clone(),
            limits: self.limits.clone(),
            seed,
        }
    }
}
