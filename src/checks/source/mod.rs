//! The kind `source`: what the code may, must or must not use.
//!
//! It looks at the syntax tree of the required file and of every file of the submission that it imports, and at what
//! was seen when the submission was imported: an import inside a helper file, through `importlib` or `__import__`, or
//! of a module that was loaded already counts. It proves nothing about behaviour: let other checks do that.
//!
//! ```toml
//! [[check]]
//! id = "no-abc"
//! kind = "source"
//! points = 1
//! title = { en = "Without abc", ru = "Без abc" }
//! forbid_imports = ["abc"]
//! forbid_metaclasses = ["abc.ABCMeta"]
//! ```

mod judge;
mod parse;
mod scan;
#[cfg(test)]
mod tests;

use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::observation::Observation;
use crate::model::run::{Run, SourceRun};
use crate::model::verdict::Judgement;

pub(crate) use parse::Construct;

/// Rules about code. They are many, and in a box so that checks of other kinds stay small.
#[derive(Debug, Clone)]
pub(crate) struct Source(Box<Rules>);

#[derive(Debug, Clone, Default)]
struct Rules {
    /// The required file.
    file: String,
    forbid_imports: Vec<String>,
    allow_imports: Option<Vec<String>>,
    require_imports: Vec<String>,
    forbid_names: Vec<String>,
    require_names: Vec<String>,
    forbid_attributes: Vec<String>,
    forbid_syntax: Vec<Construct>,
    require_syntax: Vec<Construct>,
    forbid_metaclasses: Vec<String>,
    /// Functions and classes that the rules about names, attributes and syntax are about; all code when empty.
    inside: Vec<String>,
    /// Python that runs after the import, so that there is more to see.
    code: Vec<String>,
}

impl Check for Source {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        vec![Run::Source(SourceRun {
            code: self.0.code.clone(),
            limits: task.limits.clone(),
        })]
    }

    fn judge(&self, _: &TaskContext, observations: &[Observation]) -> Judgement {
        judge::judge(&self.0, observations)
    }
}

impl Parameters for Source {
    type Toml = parse::SourceToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        parse::build(toml, nearby, faults)
    }
}
