//! Operations of a scenario, and what each must come to.

use crate::checks::piece;
use crate::checks::schedules::operation::{OperationTable, OperationToml};
use crate::checks::schedules::scenario::Reader;
use crate::checks::schedules::takes;
use crate::checks::{At, Fault};
use crate::model::schedule::{Expectation, ExpectedEnd, Leaves, Operation, Part, ThreadId};

impl Reader<'_> {
    /// Operations of one list; what is expected of them is kept under their keys.
    pub(super) fn operations(
        &mut self,
        list: &[At<OperationToml>],
        part: Part,
        thread: ThreadId,
    ) -> Vec<Operation> {
        let mut operations = Vec::new();
        self.append(&mut operations, list, part, thread);
        operations
    }

    /// More operations at the end of a list.
    pub(in crate::checks) fn append(
        &mut self,
        operations: &mut Vec<Operation>,
        list: &[At<OperationToml>],
        part: Part,
        thread: ThreadId,
    ) {
        for at in list {
            let operation = match &at.value {
                OperationToml::Judged(code) => {
                    let code = At {
                        value: code.clone(),
                        span: at.span.clone(),
                    };
                    if self.model.source.is_none() {
                        self.no_expectation(&code);
                    }
                    self.statements(&code);
                    Some(Operation {
                        code: code.value,
                        judged: true,
                        leaves: Leaves::default(),
                    })
                }
                OperationToml::Table(table) => {
                    let key = (part, thread, operations.len());
                    let end = self.expected_end(at, table);
                    let expectation = Expectation {
                        operation: key,
                        takes: takes::seconds("takes", table.takes.as_ref(), self.clock, self.faults),
                        wakeups_per_second: takes::rate(
                            table.wakeups_per_second.as_ref(),
                            self.clock,
                            self.faults,
                        ),
                        end,
                    };
                    let operation = self.table(at, table, &expectation);
                    if expectation.asks_for_something() {
                        self.expectations.push(expectation);
                    }
                    operation
                }
            };
            operations.extend(operation);
        }
    }

    fn expected_end(&mut self, at: &At<OperationToml>, table: &OperationTable) -> Option<ExpectedEnd> {
        let ends = [
            table.equals.as_ref().map(At::place),
            table.equals_python.as_ref().map(At::place),
            table.raises.as_ref().map(At::place),
        ];
        if let Some(second) = ends.into_iter().flatten().nth(1) {
            let message = "an operation has one end: `equals`, `equals_python` or `raises`";
            self.faults.push(Fault::new("operation-shape", second, message));
            return None;
        }
        if let Some(class) = &table.raises {
            return Some(ExpectedEnd::Raises(piece::exception_class(class, self.faults)));
        }
        let value = match (&table.equals, &table.equals_python) {
            (Some(plain), _) => Some(plain.value.0.clone()),
            (None, Some(code)) => piece::literal(code, self.faults),
            (None, None) => return None,
        };
        if table.run.is_some() {
            let message = "`do` looks at no value, so there is nothing to compare";
            let fault = Fault::new("operation-shape", at.place(), message);
            self.faults.push(fault.help("write `value`, not `do`"));
        }
        value.map(ExpectedEnd::Value)
    }

    fn table(
        &mut self,
        at: &At<OperationToml>,
        table: &OperationTable,
        expectation: &Expectation,
    ) -> Option<Operation> {
        let judged = match (&table.run, &table.value) {
            (Some(code), None) => {
                self.statements(code);
                (code, false)
            }
            (None, Some(code)) => {
                self.expression(code);
                let written = table.equals.is_some() || table.equals_python.is_some();
                if expectation.end.is_none() && !written {
                    let message = "`value` needs `equals`, `equals_python` or `raises`";
                    self.faults
                        .push(Fault::new("operation-shape", at.place(), message));
                }
                (code, table.raises.is_none())
            }
            (None, None) | (Some(_), Some(_)) => {
                let message = "an operation is a string, `{ do = … }` or `{ value = …, equals = … }`";
                self.faults
                    .push(Fault::new("operation-shape", at.place(), message));
                return None;
            }
        };
        Some(Operation {
            code: judged.0.value.clone(),
            judged: judged.1,
            leaves: table.leaves(),
        })
    }

    /// A judged operation of a check that has no model.
    fn no_expectation(&mut self, code: &At<String>) {
        let help =
            "write `{ value = \"…\", equals = … }`, or `{ do = \"…\" }` when its result does not matter";
        let message = "without a `model` nothing says which result is right";
        self.faults
            .push(Fault::new("no-expectation", code.place(), message).help(help));
    }
}

impl Expectation {
    fn asks_for_something(&self) -> bool {
        self.end.is_some() || self.takes.is_some() || self.wakeups_per_second.is_some()
    }
}
