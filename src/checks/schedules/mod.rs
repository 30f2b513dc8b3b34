//! The kind `schedules`: what several threads do, judged under every schedule that matters.
//!
//! It proves that in no schedule that was run an outcome is wrong, and says whether that were all of them. An outcome
//! is right when a sequential model gives it in some order of the operations (linearisability), or when the spec
//! says its value. It is judged by outcomes alone: a race that changes none is not a fault. It proves nothing
//! about other scenarios: two threads with one or two operations each are enough for most bugs, and few enough
//! to run every schedule.
//!
//! ```toml
//! [[check]]
//! id = "race-free"
//! kind = "schedules"
//! points = 4
//! title = { en = "No update is lost" }
//! model = """
//! class Counter: …
//! """
//!
//! [[check.scenario]]
//! name = "two increments"
//! setup = "c = Counter()"
//! threads = [[{ do = "c.increment()" }], [{ do = "c.increment()" }, "c.value"]]
//! end = ["c.value"]
//! ```

mod calls;
mod expect;
mod judge;
pub(super) mod operation;
pub(super) mod parse;
mod program;
mod program_script;
pub(super) mod scenario;
mod stuck;
pub(super) mod takes;
mod tell;
mod tell_script;
mod tell_times;
#[cfg(test)]
mod tests;
mod timeline;

use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::clock::Clock;
use crate::model::limits::Limits;
use crate::model::message::Text;
use crate::model::observation::Observation;
use crate::model::retry::Script;
use crate::model::run::Run;
use crate::model::schedule::{Budget, Operation, Rule, Scenario};
use crate::model::verdict::Judgement;

/// Bytes of an answer about as many steps as a strict schedule has by default.
const LONG_ANSWER: u64 = 16 << 20;

/// Scenarios for several threads.
#[derive(Debug, Clone)]
pub(crate) struct Schedules {
    /// The name under which an example imports the submission.
    module: String,
    scenarios: Vec<Parts>,
}

/// A scenario without the limits, which are known when it is planned.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    /// In English it is what stored results and seeds go by.
    pub(super) name: Text,
    pub(super) needs: Vec<String>,
    pub(super) setup: String,
    pub(super) threads: Vec<Vec<Operation>>,
    pub(super) main: Vec<Operation>,
    pub(super) end: Vec<Operation>,
    pub(super) always: Vec<String>,
    pub(super) watch: Option<String>,
    pub(super) script: Option<Script>,
    pub(super) clock: Clock,
    pub(super) may_leave_threads: bool,
    pub(super) rule: Rule,
    pub(super) budget: Budget,
}

impl Schedules {
    /// A check that consists of these scenarios.
    pub(super) fn new(nearby: &Nearby<'_>, scenarios: Vec<Parts>) -> Self {
        let module = nearby.module();
        Self { module, scenarios }
    }
}

impl Check for Schedules {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        let run = |parts: &Parts| {
            Run::Schedules(Box::new(Scenario {
                name: parts.name.en.clone(),
                needs: parts.needs.clone(),
                setup: parts.setup.clone(),
                threads: parts.threads.clone(),
                main: parts.main.clone(),
                end: parts.end.clone(),
                always: parts.always.clone(),
                watch: parts.watch.clone(),
                script: parts.script.clone(),
                clock: parts.clock,
                may_leave_threads: parts.may_leave_threads,
                rule: parts.rule.clone(),
                budget: parts.budget,
                limits: limits(parts.clock, task),
            }))
        };
        self.scenarios.iter().map(run).collect()
    }

    fn judge(&self, _: &TaskContext, observations: &[Observation]) -> Judgement {
        judge::judge(self, observations)
    }
}

impl Parameters for Schedules {
    type Toml = parse::SchedulesToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        parse::build(toml, nearby, faults)
    }
}

/// A schedule on the strict clock may take ten times the steps of others, each of which is in the answer.
fn limits(clock: Clock, task: &TaskContext) -> Limits {
    let mut limits = task.limits.clone();
    match clock {
        Clock::Loose => {}
        Clock::Strict => limits.answer = limits.answer.max(LONG_ANSWER),
    }
    limits
}
