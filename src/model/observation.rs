//! What runs showed: facts, from inside (harness) and from outside (sandbox).

use std::sync::Arc;
use std::time::Duration;

use crate::model::processes::Tree;
use crate::model::schedule::Exploration;
use crate::model::site::Request;
use crate::model::value::{Exception, Value};
use crate::model::verdict::Location;

/// What one [`Run`](crate::model::run::Run) showed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Observation {
    /// One end per piece of code, as many as were reached.
    Steps(Vec<StepEnd>),
    /// What the pieces of code showed, and what the site was asked meanwhile.
    Site {
        steps: Box<Observation>,
        requests: Vec<Request>,
    },
    /// What the pieces of code showed, and the processes that they made.
    Observed { steps: Box<Observation>, tree: Tree },
    /// The ends of the pieces before the one that no complete, honest answer came for.
    Cut(Vec<StepEnd>, Broken),
    /// What a teacher's own solution was asked in each namespace, and the ends of it.
    Reference(Vec<Vec<(String, StepEnd)>>),
    /// How a program of its own ended.
    Script(Scripted),
    /// What the code of the submission is, and what it did when it was imported.
    Source(Sourced),
    /// How a search went.
    Schedules(Exploration),
    /// The submission's file could not be imported.
    NotImported(ImportFailure),
    /// Names that the run needs are not in the submission's file.
    NamesMissing(Vec<MissingName>),
    /// No complete, honest answer came.
    Broken(Broken),
    /// The grader or the machine failed; the text is the chain of causes.
    Faulty(String),
}

/// How a program ended, as its parent saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scripted {
    pub(crate) status: i32,
    /// The signal that ended it, if one did.
    pub(crate) signal: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    /// A stream was longer than what is read of it.
    pub(crate) over: bool,
}

/// Code, and what was seen of it when it ran.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sourced {
    /// Python files of the submission, from the frozen copy.
    pub(crate) files: Vec<(String, Arc<[u8]>)>,
    /// Which of them were imported.
    pub(crate) loaded: Vec<String>,
    pub(crate) imports: Vec<SeenImport>,
    /// Functions and classes that a module of the submission has a name for.
    pub(crate) bound: Vec<SeenName>,
    /// Classes that the submission made: their names, and those of the metaclass's method resolution order.
    pub(crate) classes: Vec<(String, Vec<String>)>,
}

/// A module, or a name in it, that a line of the submission imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeenImport {
    pub(crate) module: String,
    /// Empty for the module itself.
    pub(crate) name: String,
    /// The module that the named object was made in; empty where that is not known.
    pub(crate) origin: String,
    pub(crate) location: Location,
}

/// A name of a module of the submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeenName {
    pub(crate) file: String,
    pub(crate) name: String,
    /// The module that the object was made in.
    pub(crate) origin: String,
}

/// How one piece of code ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum StepEnd {
    Value(Value),
    Raised(Exception),
}

/// A name that the submission's file lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MissingName {
    pub(crate) name: String,
    /// Public names that the file does have.
    pub(crate) present: Vec<String>,
}

/// Why there is no module to grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ImportFailure {
    /// The import raised: `SyntaxError` and `SystemExit` included.
    Raised(Exception),
    /// The import ended the process, or never ended.
    Broken(Broken),
    /// The import waits for ever, or goes on for ever without getting anywhere, at this line.
    Endless(Option<Location>),
}

/// Ways in which a process tree can end without a complete, honest answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The process ended by itself with this status and without an answer.
    Exited(i32),
    /// A signal ended it that the grader did not send.
    Signalled(i32),
    /// A limit was hit.
    Limit(LimitKind),
    /// The harness said something that is not an answer to the question: the text says what was wrong.
    Protocol(String),
}

/// A bound of [`Limits`](crate::model::limits::Limits) that was hit. Where two are hit at once the first in this
/// order is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LimitKind {
    Memory,
    Processes,
    Cpu,
    Output,
    Answer,
    Wall,
}

/// What the kernel counted for a process tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Usage {
    pub(crate) cpu: Duration,
    /// Highest memory of the tree in bytes, where it is known.
    pub(crate) peak_memory: Option<u64>,
    pub(crate) wall: Duration,
}
