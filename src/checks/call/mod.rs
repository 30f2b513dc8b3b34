//! The kind `call`: pieces of Python run one after another in a fresh interpreter, and what each gave.
//!
//! It proves that these calls, in this order, give these values and exceptions, by exact type. It proves nothing
//! about other arguments, and nothing about other threads: that is what `schedules` is for.
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
//!   { run = "c.value = 9", raises = "AttributeError" },
//! ]
//! ```

mod judge;
mod parse;
#[cfg(test)]
mod tests;

use regex::Regex;

use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::observation::Observation;
use crate::model::run::{Run, Steps};
use crate::model::value::Value;
use crate::model::verdict::Judgement;

/// Groups of steps, each in an interpreter of its own.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// The name under which an example imports the submission.
    module: String,
    cases: Vec<Case>,
}

/// Steps that share one interpreter.
#[derive(Debug, Clone)]
struct Case {
    name: Option<String>,
    needs: Vec<String>,
    steps: Vec<Step>,
}

#[derive(Debug, Clone)]
struct Step {
    code: String,
    expect: Expect,
}

/// How a step must end.
#[derive(Debug, Clone)]
enum Expect {
    /// With any value, without an exception.
    NoException,
    Value(Value),
    Raises {
        class: String,
        text: Option<Regex>,
    },
}

impl Check for Call {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        let run = |case: &Case| {
            Run::Steps(Steps {
                needs: case.needs.clone(),
                code: case.steps.iter().map(|step| step.code.clone()).collect(),
                limits: task.limits.clone(),
            })
        };
        self.cases.iter().map(run).collect()
    }

    fn judge(&self, _: &TaskContext, observations: &[Observation]) -> Judgement {
        judge::judge(self, observations)
    }
}

impl Parameters for Call {
    type Toml = parse::CallToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        parse::build(toml, nearby, faults)
    }
}
