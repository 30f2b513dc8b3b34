//! The kind `clock`: how long things take, counted on the virtual clock, to the microsecond and without waiting.
//!
//! It proves that operations take the time that they must, that calls begin when they must and never too many of them
//! are in progress at once, and that nobody looks again and again where it could wait. Time passes only while no thread
//! can run: computing takes none, and a sleep of a second takes exactly one. Schedules are searched as in the kind
//! `schedules`, but there a time-out may pass at any moment, and here none passes before its time. It proves nothing
//! about how fast a real machine is, nor about waits that the interpreter cannot see, such as those of `select`.
//!
//! A program that polls is late by up to its own period: where a task allows that, ask for a range.
//!
//! ```toml
//! [[check]]
//! id = "concurrent"
//! kind = "clock"
//! points = 2
//!
//! [[check.scenario]]
//! setup = """
//! import time
//! pool = WorkerPool(4)
//! def job(number):
//!     time.sleep(1)
//! """
//! main = [{ do = "for r in [pool.submit(job, n) for n in range(8)]: r.get()", takes = 2 }]
//! watch = "job"
//! calls = { count = 8, at_once = 4 }
//! ```

#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::schedules::Schedules;
use crate::checks::schedules::parse::{self, BudgetToml, Model, RacesToml, Setup, Shared};
use crate::checks::schedules::scenario::ScenarioToml;
use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::observation::Observation;
use crate::model::run::Run;
use crate::model::verdict::Judgement;

/// Scenarios on the virtual clock.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    scenarios: Schedules,
}

/// The keys of a `clock` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClockToml {
    /// How much is searched in each scenario; by default `{ schedules = 20, sweep = 0, random = 0, steps = 200000 }`.
    budget: Option<BudgetToml>,
    /// Statements that run before the `setup` of each scenario.
    setup: Option<At<String>>,
    /// Threads of the submission may go on, or wait, when a scenario has ended: nobody waits for them then, and those
    /// that wait for ever are no deadlock.
    #[serde(default)]
    may_leave_threads: bool,
    /// What the threads do, and how long it takes.
    scenario: Vec<At<ScenarioToml>>,
}

impl Check for Clock {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        self.scenarios.plan(task)
    }

    fn judge(&self, task: &TaskContext, observations: &[Observation]) -> Judgement {
        self.scenarios.judge(task, observations)
    }
}

impl Parameters for Clock {
    type Toml = ClockToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        let shared = Shared {
            setup: Setup::read(toml.value.setup.as_ref(), faults),
            model: Model::default(),
            clock: crate::model::clock::Clock::Strict,
            may_leave_threads: toml.value.may_leave_threads,
            budget: parse::budget(toml.value.budget, parse::ON_THE_CLOCK),
            races: RacesToml::default(),
        };
        let scenarios = At {
            value: toml.value.scenario,
            span: toml.span,
        };
        Self {
            scenarios: parse::check(&scenarios, &shared, nearby, faults),
        }
    }
}
