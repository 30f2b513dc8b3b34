//! What must be executed to know: plain data, made by a check's `plan` and carried out by `harness`.

use crate::model::limits::Limits;
use crate::model::schedule::Scenario;

/// One question (or one search made of many questions) to the harness.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Run {
    /// Pieces of code, one after another, in one fresh fork of an interpreter that has imported the submission.
    Steps(Steps),
    /// A search through the schedules of a scenario, in a controlled interpreter.
    Schedules(Box<Scenario>),
}

/// Pieces of code for one fork.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Steps {
    /// Names of the submission's file that the code needs; a missing one fails the check as `missing-name`.
    pub(crate) needs: Vec<String>,
    /// Python, each an expression (its value is observed) or statements (observed as `None`). They share one
    /// namespace that starts with the public names of the submission's file.
    pub(crate) code: Vec<String>,
    pub(crate) limits: Limits,
}
