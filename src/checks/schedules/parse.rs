//! The keys of a `schedules` check, and how they become its scenarios.

use ruff_python_ast::ModModule;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::piece;
use crate::checks::python::names::Names;
use crate::checks::python::{self, SyntaxFault};
use crate::checks::schedules::operation::{OperationTable, OperationToml};
use crate::checks::schedules::{Parts, Schedules};
use crate::checks::{At, Fault, Nearby, Place};
use crate::model::schedule::{Budget, CallsRule, Operation, Rule};
use crate::model::value::Value;

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
    /// Statements that run before the `setup` of each scenario.
    setup: Option<At<String>>,
    /// What the threads do.
    scenario: Vec<At<ScenarioToml>>,
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

/// What several threads do, and what must come of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScenarioToml {
    /// What the scenario is about; shown when it fails.
    name: Option<String>,
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
    /// A function of the submission whose calls are counted, such as `Counter.increment`.
    watch: Option<At<String>>,
    /// What must be true of the calls of `watch`, under the schedule without forced switches.
    calls: Option<At<CallsToml>>,
    /// Exception classes that an operation may raise; without a model, any other is a failure.
    #[serde(default)]
    may_raise: Vec<At<String>>,
    /// How much is searched here, instead of the check's budget.
    budget: Option<BudgetToml>,
}

/// What must be true of the calls of the watched function.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallsToml {
    /// How many different threads call it.
    threads: u32,
    /// How many calls each of them makes.
    each: u32,
    /// Two of these threads must exist at the same time.
    #[serde(default)]
    overlap: bool,
    /// The first thread may be one of them.
    #[serde(default)]
    caller: bool,
}

/// Makes the check; what is wrong goes to `faults`.
pub(crate) fn build(at: At<SchedulesToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Schedules {
    let toml = at.value;
    if toml.scenario.is_empty() {
        let message = "a `schedules` check without a scenario finds nothing out";
        faults
            .push(Fault::new("no-scenarios", Place::Span(at.span), message).help("add `[[check.scenario]]`"));
    }
    let model = Model::read(toml.model.as_ref(), toml.model_file.as_ref(), nearby, faults);
    let shared = Shared {
        setup: Setup::read(toml.setup.as_ref(), faults),
        model,
        budget: budget(toml.budget, Budget::default()),
    };
    let numbered = toml.scenario.into_iter().enumerate();
    let scenarios = numbered
        .map(|(i, one)| scenario(i + 1, &one, &shared, faults))
        .collect();
    Schedules {
        module: nearby.module(),
        scenarios,
    }
}

/// What the scenarios of a check have in common.
struct Shared {
    setup: Setup,
    model: Model,
    budget: Budget,
}

/// Statements that run first; none when empty.
#[derive(Default)]
struct Setup {
    source: String,
    module: Option<ModModule>,
}

impl Setup {
    fn read(toml: Option<&At<String>>, faults: &mut Vec<Fault>) -> Self {
        let Some(toml) = toml.filter(|setup| !setup.value.trim().is_empty()) else {
            return Self::default();
        };
        Self {
            source: toml.value.clone(),
            module: piece::statements(toml, faults),
        }
    }

    /// This, and then `next`.
    fn then(&self, next: &Self) -> String {
        let parts = [self.source.as_str(), next.source.as_str()];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// The sequential model, with the names that it makes where it could be read.
struct Model {
    source: Option<String>,
    names: Option<Names>,
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

/// Collects what one scenario needs while its pieces are read.
struct Reader<'a> {
    names: Names,
    model: &'a Model,
    faults: &'a mut Vec<Fault>,
}

fn scenario(number: usize, at: &At<ScenarioToml>, shared: &Shared, faults: &mut Vec<Fault>) -> Parts {
    let toml = &at.value;
    let setup = Setup::read(toml.setup.as_ref(), faults);
    let mut reader = Reader {
        names: Names::default(),
        model: &shared.model,
        faults,
    };
    [&shared.setup, &setup]
        .iter()
        .filter_map(|setup| setup.module.as_ref())
        .for_each(|code| reader.names.add(code));
    let threads = toml
        .threads
        .iter()
        .map(|list| reader.operations(list, None))
        .collect::<Vec<_>>();
    let (mut main_values, mut end_values) = (Vec::new(), Vec::new());
    let main = reader.operations(&toml.main, Some(&mut main_values));
    let end = reader.operations(&toml.end, Some(&mut end_values));
    for expression in &toml.always {
        piece::expression(expression, reader.faults)
            .iter()
            .for_each(|module| reader.names.add(module));
    }
    let watch = reader.watch(toml.watch.as_ref(), toml.calls.as_ref());
    let rule = Rule {
        model: shared.model.source.clone(),
        main: main_values,
        end: end_values,
        may_raise: toml
            .may_raise
            .iter()
            .map(|class| piece::exception_class(class, reader.faults))
            .collect(),
        calls: toml.calls.as_ref().map(|calls| calls_rule(calls.value)),
    };
    reader.judges_something(at);
    let mut needs = piece::needs(toml.needs.as_deref(), &reader.names, reader.faults);
    reader.model_defines(&needs, at);
    if let Some(first) = watch.as_deref().and_then(|watch| watch.split('.').next())
        && !needs.iter().any(|name| name == first)
    {
        needs.push(first.to_owned());
    }
    Parts {
        name: toml.name.clone().unwrap_or_else(|| format!("#{number}")),
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
        rule,
        budget: budget(toml.budget, shared.budget),
    }
}

impl Reader<'_> {
    /// Operations of one list; expected values go to `values` with the index of their operation. Threads have
    /// none: their results depend on the schedule.
    fn operations(
        &mut self,
        list: &[At<OperationToml>],
        mut values: Option<&mut Vec<(usize, Value)>>,
    ) -> Vec<Operation> {
        let mut operations = Vec::new();
        for at in list {
            let operation = match &at.value {
                OperationToml::Judged(code) => {
                    let code = At {
                        value: code.clone(),
                        span: at.span.clone(),
                    };
                    if self.model.source.is_none() {
                        self.no_expectation(&code, values.is_some());
                    }
                    let module = piece::statements(&code, self.faults);
                    module.iter().for_each(|module| self.names.add(module));
                    Some(Operation {
                        code: code.value,
                        judged: true,
                    })
                }
                OperationToml::Table(table) => self.table(at, table, operations.len(), values.as_deref_mut()),
            };
            operations.extend(operation);
        }
        operations
    }

    fn table(
        &mut self,
        at: &At<OperationToml>,
        table: &OperationTable,
        index: usize,
        values: Option<&mut Vec<(usize, Value)>>,
    ) -> Option<Operation> {
        let expected = match (&table.equals, &table.equals_python) {
            (Some(plain), None) => Some(plain.value.0.clone()),
            (None, Some(code)) => piece::literal(code, self.faults),
            (None, None) => None,
            (Some(_), Some(second)) => {
                let message = "an operation has one value: `equals` or `equals_python`, and not both";
                self.faults
                    .push(Fault::new("operation-shape", second.place(), message));
                None
            }
        };
        match (&table.run, &table.value) {
            (Some(code), None) => {
                if table.equals.is_some() || table.equals_python.is_some() {
                    let message = "`do` looks at no value, so there is nothing to compare";
                    self.faults.push(
                        Fault::new("operation-shape", at.place(), message).help("write `value`, not `do`"),
                    );
                }
                piece::statements(code, self.faults)
                    .iter()
                    .for_each(|module| self.names.add(module));
                Some(Operation {
                    code: code.value.clone(),
                    judged: false,
                })
            }
            (None, Some(code)) => {
                piece::expression(code, self.faults)
                    .iter()
                    .for_each(|module| self.names.add(module));
                self.expect_value(at, expected, index, values);
                Some(Operation {
                    code: code.value.clone(),
                    judged: true,
                })
            }
            (None, None) | (Some(_), Some(_)) => {
                let message = "an operation is a string, `{ do = … }` or `{ value = …, equals = … }`";
                self.faults
                    .push(Fault::new("operation-shape", at.place(), message));
                None
            }
        }
    }

    fn expect_value(
        &mut self,
        at: &At<OperationToml>,
        expected: Option<Value>,
        index: usize,
        values: Option<&mut Vec<(usize, Value)>>,
    ) {
        let message = match (expected, values) {
            (Some(_), None) => {
                "what an operation of a thread gives depends on the schedule: only a model can judge it"
            }
            (Some(_), Some(_)) if self.model.source.is_some() => {
                "this check has a model, and the model says what is right"
            }
            (None, _) => "`value` needs `equals` or `equals_python`",
            (Some(expected), Some(values)) => {
                values.push((index, expected));
                return;
            }
        };
        self.faults
            .push(Fault::new("operation-shape", at.place(), message));
    }

    /// A judged operation of a check that has no model.
    fn no_expectation(&mut self, code: &At<String>, may_have_value: bool) {
        let help = if may_have_value {
            "write `{ value = \"…\", equals = … }`, or `{ do = \"…\" }` when its result does not matter"
        } else {
            "give the check a `model`, or write `{ do = \"…\" }` when the result does not matter"
        };
        let message = "without a `model` nothing says which result is right";
        self.faults
            .push(Fault::new("no-expectation", code.place(), message).help(help));
    }

    fn watch(&mut self, watch: Option<&At<String>>, calls: Option<&At<CallsToml>>) -> Option<String> {
        if let (None, Some(calls)) = (watch, calls) {
            let fault = Fault::new(
                "calls-without-watch",
                calls.place(),
                "`calls` needs the function it is about",
            );
            self.faults
                .push(fault.help("name it with `watch = \"Class.method\"`"));
        }
        let watch = watch?;
        if !watch.value.split('.').all(piece::is_identifier) {
            let message = format!("`{}` is not a dotted name", watch.value);
            self.faults
                .push(Fault::new("bad-name", watch.place(), message).help("as in `Counter.increment`"));
        }
        Some(watch.value.clone())
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

fn calls_rule(toml: CallsToml) -> CallsRule {
    CallsRule {
        threads: toml.threads,
        each: toml.each,
        overlap: toml.overlap,
        caller: toml.caller,
    }
}

fn budget(toml: Option<BudgetToml>, over: Budget) -> Budget {
    let Some(toml) = toml else { return over };
    Budget {
        schedules: toml.schedules.unwrap_or(over.schedules),
        sweep: toml.sweep.unwrap_or(over.sweep),
        random: toml.random.unwrap_or(over.random),
        steps: toml.steps.unwrap_or(over.steps),
    }
}
