//! The keys of one scenario, and how they become what is run and what is right.

use ruff_python_ast::ModModule;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::piece;
use crate::checks::python::names::Names;
use crate::checks::schedules::Parts;
use crate::checks::schedules::operation::{OperationTable, OperationToml};
use crate::checks::schedules::parse::{BudgetToml, Model, RacesToml, Setup, Shared, budget};
use crate::checks::{At, Fault};
use crate::model::schedule::{CallsRule, Leaves, Operation, Rule};
use crate::model::value::Value;

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
    /// Whether a data race fails, instead of what the check says.
    races: Option<RacesToml>,
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

/// Collects what one scenario needs while its pieces are read.
struct Reader<'a> {
    names: Names,
    model: &'a Model,
    faults: &'a mut Vec<Fault>,
}

/// Makes a scenario; what is wrong goes to `faults`.
pub(crate) fn scenario(
    number: usize,
    at: &At<ScenarioToml>,
    shared: &Shared,
    faults: &mut Vec<Fault>,
) -> Parts {
    let toml = &at.value;
    let setup = Setup::read(toml.setup.as_ref(), faults);
    let mut reader = Reader {
        names: Names::default(),
        model: &shared.model,
        faults,
    };
    reader.add(shared.setup.module.as_ref());
    reader.add(setup.module.as_ref());
    let threads = toml
        .threads
        .iter()
        .map(|list| reader.operations(list, None))
        .collect::<Vec<_>>();
    let (mut main_values, mut end_values) = (Vec::new(), Vec::new());
    let main = reader.operations(&toml.main, Some(&mut main_values));
    let end = reader.operations(&toml.end, Some(&mut end_values));
    for expression in &toml.always {
        reader.expression(expression);
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
        races: toml.races.unwrap_or(shared.races).into(),
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
    /// Reads code of any form and takes its names.
    fn statements(&mut self, code: &At<String>) {
        let module = piece::statements(code, self.faults);
        self.add(module.as_ref());
    }

    /// Reads code that must have a value and takes its names.
    fn expression(&mut self, code: &At<String>) {
        let module = piece::expression(code, self.faults);
        self.add(module.as_ref());
    }

    fn add(&mut self, module: Option<&ModModule>) {
        if let Some(module) = module {
            self.names.add(module);
        }
    }

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
                    self.statements(&code);
                    Some(Operation {
                        code: code.value,
                        judged: true,
                        leaves: Leaves::default(),
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
                self.statements(code);
                Some(Operation {
                    code: code.value.clone(),
                    judged: false,
                    leaves: table.leaves(),
                })
            }
            (None, Some(code)) => {
                self.expression(code);
                self.expect_value(at, expected, index, values);
                Some(Operation {
                    code: code.value.clone(),
                    judged: true,
                    leaves: table.leaves(),
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
