//! The kind `descriptor`: laws of attribute access, for a class of descriptors, for a class that wraps functions as
//! `staticmethod` and `property` do, or for a function that finds attributes.
//!
//! It proves that a law holds for the classes, fields and values that are tried; classes and names are made for the run
//! from its seed. It proves nothing about threads, and nothing about what no law of the spec names.
//!
//! ```toml
//! [[check]]
//! id = "per-instance"
//! kind = "descriptor"
//! points = 2
//! title = { en = "Values are not shared", ru = "Значения не общие" }
//!
//! [[check.subject]]
//! make = "NonEmptyString('{key}')"
//! good = ["'Ann'", "'Bob'"]
//! laws = ["per-instance", "per-field", "per-subclass", "keeps-nothing-alive", "stored-under"]
//! ```

mod fields;
mod lookup;
mod owner;
mod parse;
#[cfg(test)]
mod tests;
mod wraps;

use crate::checks::laws::{Law, Laws};
use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::observation::Observation;
use crate::model::run::Run;
use crate::model::value::Value;
use crate::model::verdict::Judgement;

/// Laws of attribute access.
#[derive(Debug, Clone)]
pub(crate) struct Descriptor(Laws<Subject>);

/// What laws are about. Each law says which of the keys it needs.
#[derive(Debug, Clone, Default)]
struct Subject {
    needs: Vec<String>,
    /// Python that runs first.
    setup: Option<String>,
    /// An expression that makes a descriptor, `{key}` in it being an attribute name of its own for each field.
    make: Option<String>,
    /// An expression that makes an instance of a class that has fields already, and their names.
    owner: Option<String>,
    fields: Vec<String>,
    /// Values that a field takes: Python, and what they are.
    good: Vec<(String, Value)>,
    /// Values that it refuses, and the exception.
    bad: Vec<(String, String)>,
    /// The exception that deleting raises.
    deletion: Option<String>,
    /// An expression that gives the field's name, for the descriptor `descriptor`.
    named: Option<String>,
    /// A class that wraps functions.
    wrap: Option<String>,
    /// Built-in classes that the wrapping class must do without.
    without: Vec<String>,
    /// A function that finds attributes.
    lookup: Option<String>,
}

/// All laws of the kind.
static LAWS: [Law<Subject>; 28] = {
    let [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13] = fields::LAWS;
    let [w0, w1, w2, w3, w4, w5, w6, w7, w8, w9] = wraps::LAWS;
    let [l0, l1, l2, l3] = lookup::LAWS;
    [
        f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, w0, w1, w2, w3, w4, w5, w6, w7, w8, w9,
        l0, l1, l2, l3,
    ]
};

impl Check for Descriptor {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        self.0.plan(task)
    }

    fn judge(&self, task: &TaskContext, observations: &[Observation]) -> Judgement {
        self.0.judge(task, observations)
    }
}

impl Parameters for Descriptor {
    type Toml = parse::DescriptorToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        parse::build(toml, nearby, faults)
    }
}
