//! What must be executed to know: plain data, made by a check's `plan` and carried out by `harness`.

use crate::model::limits::Limits;
use crate::model::schedule::Scenario;
use crate::model::site::Site;

/// One question (or one search made of many questions) to the harness.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Run {
    /// Pieces of code, one after another, in one fresh fork of an interpreter that has imported the submission.
    Steps(Steps),
    /// The same, beside a web site that this run alone can reach.
    Site(Box<Visit>),
    /// A search through the schedules of a scenario, in a controlled interpreter.
    Schedules(Box<Scenario>),
}

/// Pieces of code, and the site that they visit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Visit {
    pub(crate) steps: Steps,
    pub(crate) site: Site,
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
