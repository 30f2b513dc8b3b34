//! The keys of a `schedules` check, and what its scenarios have in common.

use ruff_python_ast::ModModule;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::piece;
use crate::checks::python::names::Names;
use crate::checks::python::{self, SyntaxFault};
use crate::checks::schedules::Schedules;
use crate::checks::schedules::scenario::{ScenarioToml, scenario};
use crate::checks::{At, Fault, Nearby, Place};
use crate::model::clock::Clock;
use crate::model::schedule::{Budget, Races};

/// The keys of a `schedules` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SchedulesToml {
    /// Sequential Python with the names that the scenarios use. The judged results of every schedule must be those
    /// that the model gives in some order of the operations.
    model: Option<At<String>>,
    /// A file of the task's folder with the model.
    model_file: Option<At<String>>,
    /// How much is searched in each scenario.
    budget: Option<BudgetToml>,
    /// Whether accesses to one place that nothing puts into an order are a failure of their own.
    #[serde(default)]
    races: RacesToml,
    /// Statements that run before the `setup` of each scenario.
    setup: Option<At<String>>,
    /// Threads of the submission may go on, or wait, when a scenario has ended: nobody waits for them then, and those
    /// that wait for ever are no deadlock.
    #[serde(default)]
    may_leave_threads: bool,
    /// What the threads do.
    scenario: Vec<At<ScenarioToml>>,
}

/// What a data race is that changes no outcome.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RacesToml {
    /// It is told beside another failure. A flag that is read without a lock, for one, does no harm.
    #[default]
    Told,
    /// It fails the check.
    Fail,
}

impl From<RacesToml> for Races {
    fn from(toml: RacesToml) -> Self {
        match toml {
            RacesToml::Told => Self::Told,
            RacesToml::Fail => Self::Fail,
        }
    }
}

/// How much is searched.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BudgetToml {
    /// Schedules of the systematic search; 300 by default.
    #[schemars(range(min = 1, max = 1_000_000))]
    schedules: Option<u32>,
    /// Schedules with one forced switch between any two accesses; 150 by default.
    #[schemars(range(min = 0, max = 1_000_000))]
    sweep: Option<u32>,
    /// Schedules of the seeded random search; 30 by default.
    #[schemars(range(min = 0, max = 1_000_000))]
    random: Option<u32>,
    /// Visible steps of one schedule before it counts as endless; 20000 by default.
    #[schemars(range(min = 100, max = 10_000_000))]
    steps: Option<u32>,
}

/// Makes the check; what is wrong goes to `faults`.
pub(crate) fn build(at: At<SchedulesToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Schedules {
    let toml = at.value;
    let shared = Shared {
        setup: Setup::read(toml.setup.as_ref(), faults),
        model: Model::read(toml.model.as_ref(), toml.model_file.as_ref(), nearby, faults),
        clock: Clock::Loose,
        may_leave_threads: toml.may_leave_threads,
        budget: budget(toml.budget, Budget::default()),
        races: toml.races,
    };
    let scenarios = At {
        value: toml.scenario,
        span: at.span,
    };
    check(&scenarios, &shared, nearby, faults)
}

/// The check that consists of these scenarios.
pub(crate) fn check(
    scenarios: &At<Vec<At<ScenarioToml>>>,
    shared: &Shared,
    nearby: &Nearby<'_>,
    faults: &mut Vec<Fault>,
) -> Schedules {
    if scenarios.value.is_empty() {
        let message = "a check without a scenario finds nothing out";
        let fault = Fault::new("no-scenarios", scenarios.place(), message);
        faults.push(fault.help("add `[[check.scenario]]`"));
    }
    let numbered = scenarios.value.iter().enumerate();
    Schedules {
        module: nearby.module(),
        scenarios: numbered
            .map(|(i, one)| scenario(i + 1, one, shared, faults))
            .collect(),
    }
}

/// What the scenarios of a check have in common.
pub(crate) struct Shared {
    pub(crate) setup: Setup,
    pub(crate) model: Model,
    pub(crate) clock: Clock,
    pub(crate) may_leave_threads: bool,
    pub(crate) budget: Budget,
    pub(crate) races: RacesToml,
}

/// Statements that run first; none when empty.
#[derive(Default)]
pub(crate) struct Setup {
    source: String,
    pub(crate) module: Option<ModModule>,
}

impl Setup {
    pub(crate) fn read(toml: Option<&At<String>>, faults: &mut Vec<Fault>) -> Self {
        let Some(toml) = toml.filter(|setup| !setup.value.trim().is_empty()) else {
            return Self::default();
        };
        Self {
            source: toml.value.clone(),
            module: piece::statements(toml, faults),
        }
    }

    /// This, and then `next`.
    pub(crate) fn then(&self, next: &Self) -> String {
        let parts = [self.source.as_str(), next.source.as_str()];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// The sequential model, with the names that it makes where it could be read.
#[derive(Default)]
pub(crate) struct Model {
    pub(crate) source: Option<String>,
    pub(crate) names: Option<Names>,
}

impl Model {
    fn read(
        inline: Option<&At<String>>,
        file: Option<&At<String>>,
        nearby: &Nearby<'_>,
        faults: &mut Vec<Fault>,
    ) -> Self {
        if let (Some(_), Some(file)) = (inline, file) {
            let message = "a check has one model: `model` or `model_file`, and not both";
            faults.push(Fault::new("two-models", file.place(), message));
        }
        if let Some(model) = inline {
            let names = piece::statements(model, faults).as_ref().map(Names::of);
            return Self {
                source: Some(model.value.clone()),
                names,
            };
        }
        let Some(file) = file else {
            return Self {
                source: None,
                names: None,
            };
        };
        match (nearby.read)(&file.value) {
            Err(sentence) => {
                faults.push(Fault::new("unreadable-file", file.place(), sentence));
                Self {
                    source: Some(String::new()),
                    names: None,
                }
            }
            Ok(source) => {
                let report = |fault: SyntaxFault| {
                    let place = Place::File {
                        path: file.value.clone(),
                        part: fault.part,
                    };
                    Fault::new(
                        "python-syntax",
                        place,
                        format!("this is not Python: {}", fault.message),
                    )
                };
                let module = python::statements(&source)
                    .map_err(|fault| faults.push(report(fault)))
                    .ok();
                Self {
                    source: Some(source),
                    names: module.as_ref().map(Names::of),
                }
            }
        }
    }
}

/// On the strict clock: few schedules, since most of them take the same time, and many cases have but one; many steps,
/// since polling takes many, and one call may make a thousand attempts.
pub(crate) const ON_THE_CLOCK: Budget = Budget {
    schedules: 20,
    sweep: 0,
    random: 0,
    steps: 200_000,
};

/// The budget of `toml` over another.
pub(crate) fn budget(toml: Option<BudgetToml>, over: Budget) -> Budget {
    let Some(toml) = toml else { return over };
    Budget {
        schedules: toml.schedules.unwrap_or(over.schedules),
        sweep: toml.sweep.unwrap_or(over.sweep),
        random: toml.random.unwrap_or(over.random),
        steps: toml.steps.unwrap_or(over.steps),
    }
}
