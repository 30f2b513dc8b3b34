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
    /// The same; every process that they make is seen, and who of them writes what.
    Observed(Box<Steps>),
    /// The submission's file as a program of its own.
    Script(Script),
    /// What the submission's code imports and makes.
    Source(SourceRun),
    /// What a teacher's own solution gives for the same code, in an interpreter that never sees a submission.
    Reference(Reference),
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
    /// They share one namespace that starts with the public names of the submission's file.
    pub(crate) pieces: Vec<Piece>,
    /// The pieces do not need each other. When no answer comes, each is tried alone to find the one that is to blame.
    pub(crate) apart: bool,
    pub(crate) limits: Limits,
}

/// What is done in a fork; each has one end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Python: an expression (its value is observed) or statements (observed as `None`).
    Code(String),
    /// The same, and the moments before and after it are told to the observer of [`Run::Observed`].
    Watched(String),
    /// Whether this expression gives the very object that the [`Piece::Code`] before it gave.
    Is(String),
    /// From here on what arrives at standard output and standard error is kept, not printed.
    Capture,
    /// What was kept, as a tuple of two `bytes` (`None` for one that is too long).
    Captured,
}

/// `python FILE args`, in a scratch folder.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Script {
    pub(crate) args: Vec<String>,
    pub(crate) stdin: String,
    /// Files of the scratch folder: relative path and content.
    pub(crate) files: Vec<(String, String)>,
    pub(crate) limits: Limits,
}

/// An import of its own, and pieces of Python after it, whose ends do not matter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SourceRun {
    pub(crate) code: Vec<String>,
    pub(crate) limits: Limits,
}

/// A teacher's solution, and what is asked of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reference {
    pub(crate) source: String,
    /// Pieces of Python that share a namespace, for each namespace.
    pub(crate) cases: Vec<Vec<String>>,
    pub(crate) limits: Limits,
}
