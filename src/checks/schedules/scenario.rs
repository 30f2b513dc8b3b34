//! The keys of one scenario, and how they become what is run and what is right.

use ruff_python_ast::ModModule;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::piece::{self, Name};
use crate::checks::python::names::Names;
use crate::checks::schedules::Parts;
use crate::checks::schedules::calls::{CallsToml, calls};
use crate::checks::schedules::operation::OperationToml;
use crate::checks::schedules::parse::{BudgetToml, Model, RacesToml, Setup, Shared, budget};
use crate::checks::schedules::takes::{self, TakesToml};
use crate::checks::{At, Fault};
use crate::model::clock::Clock;
use crate::model::message::Text;
use crate::model::schedule::{Expectation, Part, Rule};

/// What several threads do, and what must come of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScenarioToml {
    /// What the scenario is about; shown when it fails.
    name: Option<Name>,
    /// Names of the submission's file that the code needs; without this key they are found in the code.
    needs: Option<Vec<At<String>>>,
    /// Statements that run first, uninterrupted.
    setup: Option<At<String>>,
    /// One list of operations for each thread.
    #[serde(default)]
    threads: Vec<Vec<At<OperationToml>>>,
    /// What the first thread does after it started the others and before it waits for them.
    #[serde(default)]
    main: Vec<At<OperationToml>>,
    /// What the first thread does when all others have ended.
    #[serde(default)]
    end: Vec<At<OperationToml>>,
    /// Expressions that must be exactly `True` at every step.
    #[serde(default)]
    always: Vec<At<String>>,
    /// A function of the submission or of `setup` whose calls are looked at, such as `Counter.increment`.
    watch: Option<At<String>>,
    /// What must be true of the calls of `watch`.
    calls: Option<At<CallsToml>>,
    /// How long the scenario takes in virtual seconds, until the threads and `main` have ended: a number, or
    /// `{ at_least = …, at_most = … }`. Only in a check of kind `clock`.
    takes: Option<At<TakesToml>>,
    /// In a check of kind `clock`: here waits and sleeps may end at any moment, as in a check of kind `schedules`, so
    /// nothing can be asked about time.
    #[serde(default)]
    early: bool,
    /// Exception classes that an operation may raise; without a model, any other is a failure.
    #[serde(default)]
    may_raise: Vec<At<String>>,
    /// Whether a data race fails, instead of what the check says.
    races: Option<RacesToml>,
    /// How much is searched here, instead of the check's budget.
    budget: Option<BudgetToml>,
}

/// Collects what one scenario needs while its pieces are read.
pub(in crate::checks) struct Reader<'a> {
    pub(in crate::checks) names: Names,
    pub(super) model: &'a Model,
    pub(super) clock: Clock,
    pub(in crate::checks) expectations: Vec<Expectation>,
    races: RacesToml,
    pub(in crate::checks) faults: &'a mut Vec<Fault>,
}

/// Makes a scenario; what is wrong goes to `faults`.
pub(super) fn scenario(
    number: usize,
    at: &At<ScenarioToml>,
    shared: &Shared,
    faults: &mut Vec<Fault>,
) -> Parts {
    let toml = &at.value;
    let setup = Setup::read(toml.setup.as_ref(), faults);
    let clock = if toml.early { Clock::Loose } else { shared.clock };
    let mut reader = Reader::new(&shared.model, clock, faults);
    reader.races = shared.races;
    reader.add(shared.setup.module.as_ref());
    reader.add(setup.module.as_ref());
    let mut threads = Vec::new();
    for (thread, list) in (1..).zip(&toml.threads) {
        threads.push(reader.operations(list, Part::Thread, thread));
    }
    let main = reader.operations(&toml.main, Part::Main, 0);
    let end = reader.operations(&toml.end, Part::End, 0);
    for expression in &toml.always {
        reader.expression(expression);
    }
    let rule = reader.rule(toml);
    reader.judges_something(at);
    let mut needs = piece::needs(toml.needs.as_deref(), &reader.names, reader.faults);
    reader.model_defines(&needs, at);
    let watch = toml.watch.as_ref().map(|watch| watch.value.clone());
    if let Some(first) = watch.as_deref().and_then(|watch| watch.split('.').next())
        && !needs.iter().any(|name| name == first)
        && !reader.names.binds(first)
    {
        needs.push(first.to_owned());
    }
    Parts {
        name: toml
            .name
            .as_ref()
            .map_or_else(|| Text::plain(format!("#{number}")), |name| name.0.clone()),
        needs,
        setup: shared.setup.then(&setup),
        threads,
        main,
        end,
        always: toml
            .always
            .iter()
            .map(|expression| expression.value.clone())
            .collect(),
        watch,
        script: None,
        clock,
        may_leave_threads: shared.may_leave_threads,
        rule,
        budget: budget(toml.budget, shared.budget),
    }
}

impl<'a> Reader<'a> {
    pub(in crate::checks) fn new(model: &'a Model, clock: Clock, faults: &'a mut Vec<Fault>) -> Self {
        Self {
            names: Names::default(),
            model,
            clock,
            races: RacesToml::default(),
            expectations: Vec::new(),
            faults,
        }
    }
}

impl Reader<'_> {
    /// Names that the scenario's code finds without a submission.
    pub(in crate::checks) fn bind<'n>(&mut self, names: impl Iterator<Item = &'n &'n str>) {
        names.for_each(|name| self.names.bind(name));
    }

    /// Reads code of any form and takes its names.
    pub(super) fn statements(&mut self, code: &At<String>) {
        let module = piece::statements(code, self.faults);
        self.add(module.as_ref());
    }

    /// Reads code that must have a value and takes its names.
    pub(in crate::checks) fn expression(&mut self, code: &At<String>) {
        let module = piece::expression(code, self.faults);
        self.add(module.as_ref());
    }

    pub(in crate::checks) fn add(&mut self, module: Option<&ModModule>) {
        if let Some(module) = module {
            self.names.add(module);
        }
    }

    fn rule(&mut self, toml: &ScenarioToml) -> Rule {
        let calls = calls(toml.watch.as_ref(), toml.calls.as_ref(), self.clock, self.faults);
        let may_raise = toml.may_raise.iter();
        Rule {
            model: self.model.source.clone(),
            may_raise: may_raise
                .map(|class| piece::exception_class(class, self.faults))
                .collect(),
            calls: calls.by_thread,
            watched: calls.each,
            takes: takes::seconds("takes", toml.takes.as_ref(), self.clock, self.faults),
            expectations: std::mem::take(&mut self.expectations),
            races: toml.races.unwrap_or(self.races).into(),
            script: Vec::new(),
        }
    }

    /// A scenario that runs nothing is a slip.
    fn judges_something(&mut self, at: &At<ScenarioToml>) {
        let toml = &at.value;
        if toml.threads.is_empty() && toml.main.is_empty() {
            let fault = Fault::new(
                "empty-scenario",
                at.place(),
                "this scenario has neither `threads` nor `main`",
            );
            self.faults
                .push(fault.help("`threads` is a list of lists of operations, one list a thread"));
        }
    }

    /// What the scenario needs from the submission, the model must have too.
    fn model_defines(&mut self, needs: &[String], at: &At<ScenarioToml>) {
        let Some(names) = &self.model.names else { return };
        for name in needs.iter().filter(|name| !names.binds(name)) {
            let message = format!("the model does not define `{name}`, which this scenario uses");
            self.faults
                .push(Fault::new("model-lacks-name", at.place(), message));
        }
    }
}
