//! The kind `metaclass`: named laws for a metaclass, for a class whose `__new__` gives something else, or for a function
//! that makes classes.
//!
//! It proves that a law holds for classes that are made for the run, with names from the seed. It proves nothing about
//! threads: that is what `schedules` is for.
//!
//! ```toml
//! [[check]]
//! id = "registry"
//! kind = "metaclass"
//! points = 2
//! title = { en = "A registry", ru = "Реестр" }
//!
//! [[check.subject]]
//! metaclass = "Registry"
//! registry = "Registry.classes"
//! left_out_by = "abstract=True"
//! laws = ["registered-by-name", "left-out", "duplicate-refused", "keywords-passed-on", "cooperates"]
//! ```

mod class;
mod function;
mod instances;
mod log;
mod making;
mod parse;
mod registry;
mod subject;
#[cfg(test)]
mod tests;

use crate::checks::call::Call;
use crate::checks::laws::{Law, Laws};
use crate::checks::metaclass::subject::Subject;
use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::observation::Observation;
use crate::model::run::Run;
use crate::model::verdict::{Judgement, Status};

/// Laws for what makes classes, and what no law says.
#[derive(Debug, Clone)]
pub(crate) struct Metaclass {
    laws: Laws<Subject>,
    beside: Option<Call>,
}

/// Every law of this kind, in the order of the spec reference.
static LAWS: &[Law<Subject>] = &[
    making::ORDINARY_CLASSES,
    making::KEYWORDS_PASSED_ON,
    making::COOPERATES,
    instances::MAKES_INSTANCES,
    instances::OTHER_TYPE_NOT_INITIALISED,
    log::CREATION_ORDER,
    log::CALLS_NOTED,
    log::SUBCLASSES_NOTED,
    log::LOG_KEPT,
    log::LOG_NOT_SHADOWED,
    instances::ONE_INSTANCE,
    instances::INIT_ONCE,
    instances::ONE_PER_CLASS,
    instances::FAILED_INIT_RETRIED,
    instances::INSTANCE_KEPT,
    registry::REGISTERED_BY_NAME,
    registry::SUBCLASSES_REGISTERED,
    registry::LEFT_OUT,
    registry::DUPLICATE_REFUSED,
    registry::REGISTRY_HOLDS,
    registry::FAILED_CLASS_NOT_REGISTERED,
    registry::REGISTRY_NOT_SHADOWED,
    class::GIVES,
    class::GIVES_ITSELF,
    class::MADE_BY_NEW,
    class::INIT_NOT_RUN,
    function::BASES_KEPT,
    function::NAMESPACE_KEPT,
    function::MODULE_KEPT,
    function::METACLASS_OF_BASES,
];

impl Check for Metaclass {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        let mut runs = self.laws.plan(task);
        runs.extend(self.beside.iter().flat_map(|call| call.plan(task)));
        runs
    }

    /// A law that does not hold tells most; what is our own fault decides only where nothing else failed.
    fn judge(&self, task: &TaskContext, observations: &[Observation]) -> Judgement {
        let count = self.laws.plan(task).len().min(observations.len());
        let (own, later) = observations.split_at(count);
        let judgement = self.laws.judge(task, own);
        let Some(call) = &self.beside else {
            return judgement;
        };
        if judgement.status == Status::Failed {
            return judgement;
        }
        let beside = call.judge(task, later);
        if beside.status == Status::Passed {
            judgement
        } else {
            beside
        }
    }
}

impl Parameters for Metaclass {
    type Toml = parse::MetaclassToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        parse::build(toml, nearby, faults)
    }
}
