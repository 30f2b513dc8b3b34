//! The kind `call`: pieces of Python run one after another in a fresh interpreter, and what each gave.
//!
//! It proves that these calls, in this order, give these values, exceptions and output, by exact type. It proves
//! nothing about other arguments (random ones are as many as they are), and nothing about other threads: that is what
//! `schedules` is for.
//!
//! ```toml
//! [[check]]
//! id = "sequential"
//! kind = "call"
//! points = 1
//! title = { en = "One thread", ru = "Один поток" }
//! step = [
//!   { run = "c = Counter(5)" },
//!   { value = "c.increment(-2)", equals = 3 },
//!   { run = "c.value = 9", raises = "AttributeError", unchanged = ["c.value"] },
//! ]
//!
//! [[check.table]]
//! call = "add"
//! rows = [{ args = [1, 2], equals = 3 }, { args = [1, "a"], raises = "TypeError" }]
//!
//! [[check.random]]
//! call = "add"
//! args = ["int(-1000, 1000)", "int"]
//! ```

pub(super) mod ends;
mod generate;
mod judge;
mod parse;
pub(super) mod program;
mod steps;
mod table;
#[cfg(test)]
mod tests;
mod verdict;

pub(super) use parse::{CallToml, CaseToml, cases};
pub(super) use table::{RandomToml, TableToml};

use regex::Regex;

use crate::checks::call::table::Random;
use crate::checks::compare::Rule;
use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::message::Text;
use crate::model::observation::Observation;
use crate::model::run::{Piece, Reference, Run, Steps};
use crate::model::value::Value;
use crate::model::verdict::Judgement;

/// Groups of steps, each in an interpreter of its own.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// The name under which an example imports the submission.
    pub(super) module: String,
    pub(super) cases: Vec<Case>,
    /// The teacher's own solution.
    pub(super) reference: Option<String>,
}

/// Steps that share one interpreter.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) name: Option<Text>,
    pub(super) needs: Vec<String>,
    pub(super) steps: Steppings,
}

/// What the steps of a case are to each other.
#[derive(Debug, Clone)]
pub(super) enum Steppings {
    /// One builds on the other.
    InOrder(Vec<Step>),
    /// Programs that do not need each other; in each, one step builds on the other. Of those that fail the smallest is
    /// shown.
    Programs(Vec<Vec<Step>>),
    /// Rows of a table: calls that do not need each other.
    Rows(Vec<Step>),
    /// Calls that are made from the seed; what they must give the reference solution says.
    Random(Random),
}

#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) code: String,
    pub(super) expect: Expect,
    pub(super) rule: Rule,
    /// Expressions that must give the very object that `code` gave, or another one.
    pub(super) identity: Vec<(String, Identity)>,
    /// What must arrive at standard output and at standard error.
    pub(super) prints: [Option<String>; 2],
    /// Expressions that must have the same value before and after.
    pub(super) unchanged: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identity {
    Same,
    Different,
}

/// How a step must end.
#[derive(Debug, Clone)]
pub(super) enum Expect {
    /// With any value, without an exception.
    NoException,
    Value(Value),
    /// As the reference solution does.
    Reference,
    Raises(Raises),
}

/// The exception that must leave a step.
#[derive(Debug, Clone)]
pub(super) struct Raises {
    pub(super) class: String,
    pub(super) text: Option<TextRule>,
    /// The class of its `__cause__`, or of one that that is derived from.
    pub(super) cause: Option<String>,
}

/// What the text of an exception must be.
#[derive(Debug, Clone)]
pub(super) enum TextRule {
    Exactly(String),
    Matches(Regex),
}

impl Step {
    /// A piece of Python that must end so.
    pub(super) fn new(code: impl Into<String>, expect: Expect) -> Self {
        Self {
            code: code.into(),
            expect,
            rule: Rule::default(),
            identity: Vec::new(),
            prints: [None, None],
            unchanged: Vec::new(),
        }
    }

    /// What is done for it, in this order; see [`steps::Ends`] for the way back.
    fn pieces(&self) -> Vec<Piece> {
        let looks = || self.unchanged.iter().cloned().map(Piece::Code);
        let captures = self.prints.iter().any(Option::is_some);
        let mut pieces: Vec<Piece> = looks().collect();
        pieces.extend(captures.then_some(Piece::Capture));
        pieces.push(Piece::Code(self.code.clone()));
        pieces.extend(self.identity.iter().map(|(code, _)| Piece::Is(code.clone())));
        pieces.extend(captures.then_some(Piece::Captured));
        pieces.extend(looks());
        pieces
    }
}

impl Case {
    fn run(&self, task: &TaskContext) -> Run {
        let (pieces, apart) = match &self.steps {
            Steppings::InOrder(steps) => (steps.iter().flat_map(Step::pieces).collect(), false),
            Steppings::Programs(programs) => {
                (programs.iter().flatten().flat_map(Step::pieces).collect(), false)
            }
            // Rows with several pieces each could not be tried one by one.
            Steppings::Rows(rows) => {
                let apart = rows.iter().all(|row| row.pieces().len() == 1);
                (rows.iter().flat_map(Step::pieces).collect(), apart)
            }
            Steppings::Random(random) => {
                let calls = random.calls(task.seed);
                (calls.into_iter().map(Piece::Code).collect(), true)
            }
        };
        Run::Steps(Steps {
            needs: self.needs.clone(),
            pieces,
            apart,
            limits: task.limits.clone(),
        })
    }

    /// What the reference solution is asked for it; nothing where it is not needed.
    fn asked_of_reference(&self, seed: u64) -> Option<Vec<String>> {
        match &self.steps {
            Steppings::Random(random) => Some(random.calls(seed)),
            // What they must give is written down.
            Steppings::Programs(_) => None,
            Steppings::InOrder(steps) | Steppings::Rows(steps) => {
                let needed = |step: &Step| matches!(step.expect, Expect::Reference);
                let codes = || steps.iter().map(|step| step.code.clone()).collect();
                steps.iter().any(needed).then(codes)
            }
        }
    }
}

impl Check for Call {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        let mut runs: Vec<Run> = self.cases.iter().map(|case| case.run(task)).collect();
        let asked = self
            .cases
            .iter()
            .filter_map(|case| case.asked_of_reference(task.seed));
        if let Some(source) = &self.reference {
            runs.push(Run::Reference(Reference {
                source: source.clone(),
                cases: asked.collect(),
                limits: task.limits.clone(),
            }));
        }
        runs
    }

    fn judge(&self, _: &TaskContext, observations: &[Observation]) -> Judgement {
        judge::judge(self, observations)
    }
}

impl Parameters for Call {
    type Toml = CallToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        parse::build(toml, nearby, faults)
    }
}
