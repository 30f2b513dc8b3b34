//! The kind `retry`: what something that tries again does with a function that fails and succeeds as a script says.
//!
//! It proves how often the function is called and with which arguments, how long nothing is tried between the attempts, and
//! what comes of it in the end: a value, an exception, and whatever expressions find in them. That no time passes
//! before the first attempt and after the last one, that each call counts for itself, also one that is made by an attempt
//! of another and those of several threads under every schedule, and that a wall clock that is set back changes nothing, are
//! laws that cases of a few lines state. Time is that of the virtual clock: exact, and a pause of an hour costs nothing.
//! It proves nothing about coroutines, nor about processes.
//!
//! Anything that tries again can be graded: `wrap` says how the scripted function `attempt` becomes `wrapped`.
//!
//! ```toml
//! [[check]]
//! id = "waits"
//! kind = "retry"
//! points = 2
//!
//! [[check.case]]
//! wrap = "retry(stop=stop_after_attempt(3), wait=wait_fixed(2))(attempt)"
//!
//! [[check.case.call]]
//! args = ["page 1"]
//! attempts = [{ raises = "OSError('no answer')", times = 2 }, { returns = "text" }]
//! equals = "text"
//! sleeps = [2, 2]
//! ```

mod attempt;
mod call;
mod case;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::retry::case::CaseToml;
use crate::checks::schedules::Schedules;
use crate::checks::schedules::parse::{self, BudgetToml, Setup};
use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::observation::Observation;
use crate::model::run::Run;
use crate::model::verdict::Judgement;

/// Cases of a scripted function, each a scenario on the virtual clock.
#[derive(Debug, Clone)]
pub(crate) struct Retry {
    scenarios: Schedules,
}

/// The keys of a `retry` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetryToml {
    /// How much is searched in each case; by default `{ schedules = 20, sweep = 0, random = 0, steps = 200000 }`. A case
    /// without threads has one schedule.
    budget: Option<BudgetToml>,
    /// Statements that run before the `setup` of each case.
    setup: Option<At<String>>,
    /// A scripted function, what is made of it, and calls.
    case: Vec<At<CaseToml>>,
}

impl Check for Retry {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        self.scenarios.plan(task)
    }

    fn judge(&self, task: &TaskContext, observations: &[Observation]) -> Judgement {
        self.scenarios.judge(task, observations)
    }
}

impl Parameters for Retry {
    type Toml = RetryToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        if toml.value.case.is_empty() {
            let message = "a check without a case finds nothing out";
            let fault = Fault::new("no-cases", toml.place(), message);
            faults.push(fault.help("add `[[check.case]]`"));
        }
        let setup = Setup::read(toml.value.setup.as_ref(), faults);
        let budget = parse::budget(toml.value.budget, parse::ON_THE_CLOCK);
        let cases = toml.value.case.iter().enumerate();
        let scenarios = cases.map(|(i, at)| case::parts(i + 1, at, &setup, budget, faults));
        Self {
            scenarios: Schedules::new(nearby, scenarios.collect()),
        }
    }
}
