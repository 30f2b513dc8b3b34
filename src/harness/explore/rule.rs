//! The rule of a scenario, applied to what came of one schedule.

use crate::harness::explore::orders::{OperationKey, SerialTable, key, operations};
use crate::harness::explore::outcome::{Calls, Failure, Outcome};
use crate::harness::explore::serial::Serial;
use crate::harness::explore::text::end_text;
use crate::model::observation::{Broken, ImportFailure, LimitKind, MissingName};
use crate::model::schedule::{
    CallsRule, Operation, OperationEnd, OperationResult, Part, Scenario, ThreadId, Violation,
};

/// What is known about one schedule besides its outcome.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) scenario: &'a Scenario,
    /// The answers of the scenario's model, where it has one.
    pub(crate) table: Option<&'a SerialTable>,
    /// Nothing deviated from the default schedule: only there does the number of calls count.
    pub(crate) default_schedule: bool,
}

/// In which way a schedule went wrong, if it did.
pub(crate) fn violation(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    if outcome.pruned {
        return None;
    }
    let violation = refused(outcome).or_else(|| wrong(context, outcome));
    // Whatever went wrong, it did so after a thread could not be started.
    match violation {
        Some(_) if outcome.too_many_threads => Some(Violation::Broken(Broken::Limit(LimitKind::Processes))),
        violation => violation,
    }
}

fn wrong(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    failed(context.scenario, outcome)
        .or_else(|| incomplete(context.scenario, outcome))
        .or_else(|| unexpected(context.scenario, outcome))
        .or_else(|| raised(context, outcome))
        .or_else(|| disordered(context, outcome))
        .or_else(|| miscalled(context, outcome))
}

/// There was nothing to run.
fn refused(outcome: &Outcome) -> Option<Violation> {
    if let Some(exception) = &outcome.import {
        return Some(Violation::NotImported(ImportFailure::Raised(exception.clone())));
    }
    let missing = |name: &String| MissingName {
        name: name.clone(),
        present: outcome.public.clone(),
    };
    let missing: Vec<_> = outcome.missing.iter().map(missing).collect();
    (!missing.is_empty()).then_some(Violation::NamesMissing(missing))
}

/// The harness ended the schedule.
fn failed(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    let name = |thread: ThreadId| outcome.threads.get(thread as usize).cloned().unwrap_or_default();
    let Some(failure) = outcome.failure.clone() else {
        let thread = name(outcome.endless?);
        return Some(Violation::Spin {
            thread,
            location: None,
        });
    };
    Some(match failure {
        Failure::Exception {
            thread,
            operation,
            exception,
        } => {
            let code = operation
                .and_then(|key| operation_of(scenario, key))
                .map_or(&scenario.setup, |known| &known.code);
            Violation::Raised {
                thread,
                code: code.clone(),
                exception,
            }
        }
        Failure::ThreadDied { thread, exception } => Violation::ThreadDied {
            thread: name(thread),
            exception,
        },
        Failure::Deadlock { waits } => Violation::Deadlock { waits },
        Failure::Spin { thread, at } => Violation::Spin {
            thread: name(thread),
            location: at,
        },
        Failure::NotAlways { index, seen } => match scenario.always.get(index) {
            Some(code) => Violation::NotAlways {
                code: code.clone(),
                seen,
            },
            None => protocol("an expression that is never evaluated failed"),
        },
    })
}

/// A finished schedule has each result exactly once; anything else is no honest answer.
fn incomplete(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    let mut wanted: Vec<_> = operations(scenario).collect();
    let mut given: Vec<_> = outcome.results.iter().map(key).collect();
    wanted.sort_unstable();
    given.sort_unstable();
    (wanted != given).then(|| protocol("the results are not those of the operations"))
}

/// An operation of thread 0 gave another value than the spec says.
fn unexpected(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    let rule = &scenario.rule;
    let main = rule
        .main
        .iter()
        .map(|(index, value)| ((Part::Main, 0, *index), value));
    let end = rule
        .end
        .iter()
        .map(|(index, value)| ((Part::End, 0, *index), value));
    main.chain(end).find_map(|(wanted, expected)| {
        let result = outcome.results.iter().find(|result| key(result) == wanted)?;
        let right = matches!(&result.end, OperationEnd::Value(value) if value == expected);
        let code = operation_of(scenario, wanted)?.code.clone();
        (!right).then(|| Violation::WrongResult {
            code,
            expected: expected.clone(),
            seen: result.end.clone(),
        })
    })
}

/// An operation raised what it may not raise under any schedule.
fn raised(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    let scenario = context.scenario;
    let mut results: Vec<_> = outcome.results.iter().collect();
    results.sort_by_key(|result| result.returned);
    results.into_iter().find_map(|result| {
        let OperationEnd::Raised(exception) = &result.end else {
            return None;
        };
        let operation = operation_of(scenario, key(result))?;
        let allowed = match context.table {
            Some(table) => {
                let serial = Serial::new(table, &outcome.results, Vec::new());
                serial.may_raise(key(result), exception) || is_excused(scenario, operation, result)
            }
            None => is_excused(scenario, operation, result),
        };
        let (thread, code) = (result.thread, operation.code.clone());
        (!allowed).then(|| Violation::Raised {
            thread,
            code,
            exception: exception.clone(),
        })
    })
}

/// Whether the list of the rule allows what an operation raised. Where there is a model it decides about judged ones.
fn is_excused(scenario: &Scenario, operation: &Operation, result: &OperationResult) -> bool {
    let OperationEnd::Raised(exception) = &result.end else {
        return false;
    };
    let model_decides = scenario.rule.model.is_some() && operation.judged;
    !model_decides && scenario.rule.may_raise.iter().any(|class| exception.is_a(class))
}

/// The results are those of no order of the operations.
fn disordered(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    let (scenario, table) = (context.scenario, context.table?);
    let mut judged = Vec::new();
    let mut excused = Vec::new();
    let mut seen = Vec::new();
    let mut results: Vec<_> = outcome.results.iter().collect();
    results.sort_by_key(|result| key(result));
    for result in results {
        let operation = operation_of(scenario, key(result))?;
        if operation.judged {
            judged.push(key(result));
            seen.push((operation.code.clone(), end_text(&result.end)));
        }
        if is_excused(scenario, operation, result) {
            excused.push(key(result));
        }
    }
    let serial = Serial::new(table, &outcome.results, judged);
    (!serial.holds(&excused)).then(|| Violation::NoSerialOrder {
        seen,
        allowed: serial.nearest(),
    })
}

/// The watched function was not called as the rule asks for.
fn miscalled(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    let rule = context.scenario.rule.calls.filter(|_| context.default_schedule)?;
    let Calls {
        by_thread,
        by_caller,
        overlap,
    } = &outcome.calls;
    let by_thread: Vec<_> = by_thread.iter().map(|(_, count)| *count).collect();
    let (by_caller, overlap) = (*by_caller, *overlap);
    (!are_right(rule, &by_thread, by_caller, overlap)).then_some(Violation::Calls {
        rule,
        by_thread,
        by_caller,
        overlap,
    })
}

fn are_right(rule: CallsRule, by_thread: &[u32], by_caller: u32, overlap: bool) -> bool {
    let caller = (by_caller > 0).then_some(by_caller);
    let counts: Vec<_> = by_thread.iter().copied().chain(caller).collect();
    (rule.caller || by_caller == 0)
        && counts.len() == rule.threads as usize
        && counts.iter().all(|count| *count == rule.each)
        && (overlap || !rule.overlap)
}

fn operation_of(scenario: &Scenario, (part, thread, index): OperationKey) -> Option<&Operation> {
    let list = match part {
        Part::Thread => scenario.threads.get((thread as usize).checked_sub(1)?)?,
        Part::Main => &scenario.main,
        Part::End => &scenario.end,
    };
    list.get(index)
}

fn protocol(what: &str) -> Violation {
    Violation::Broken(Broken::Protocol(what.to_owned()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::limits::Limits;
    use crate::model::schedule::{Budget, Rule};
    use crate::model::value::{Exception, Value};

    /// A scenario with this many operations per thread, and in `main` and `end`.
    pub(in crate::harness::explore) fn scenario(threads: &[usize], main: usize, end: usize) -> Scenario {
        let list = |count: usize| {
            (0..count)
                .map(|at| Operation {
                    code: format!("op{at}()"),
                    judged: true,
                })
                .collect()
        };
        Scenario {
            name: "s".to_owned(),
            needs: Vec::new(),
            setup: "setup()".to_owned(),
            threads: threads.iter().map(|count| list(*count)).collect(),
            main: list(main),
            end: list(end),
            always: vec!["x >= 0".to_owned()],
            watch: None,
            rule: Rule::default(),
            budget: Budget::default(),
            limits: Limits::default(),
        }
    }

    fn result(part: Part, thread: u32, index: usize, value: i64) -> OperationResult {
        let end = OperationEnd::Value(Value::int(value));
        OperationResult {
            thread,
            index,
            part,
            began: 0,
            returned: 9,
            end,
        }
    }

    fn exception(class: &str) -> Exception {
        Exception {
            classes: vec![class.to_owned()],
            text: String::new(),
            location: None,
            cause: Vec::new(),
        }
    }

    fn judge(scenario: &Scenario, outcome: &Outcome, default_schedule: bool) -> Option<Violation> {
        violation(
            Context {
                scenario,
                table: None,
                default_schedule,
            },
            outcome,
        )
    }

    #[test]
    fn an_end_operation_must_give_the_expected_value() {
        let mut scenario = scenario(&[1], 0, 1);
        scenario.rule.end = vec![(0, Value::int(2))];
        let outcome = |value| Outcome {
            results: vec![result(Part::Thread, 1, 0, 0), result(Part::End, 0, 0, value)],
            ..Outcome::default()
        };
        assert_eq!(judge(&scenario, &outcome(2), true), None);
        let seen = OperationEnd::Value(Value::int(1));
        let expected = Violation::WrongResult {
            code: "op0()".to_owned(),
            expected: Value::int(2),
            seen,
        };
        assert_eq!(judge(&scenario, &outcome(1), true), Some(expected));
    }

    #[test]
    fn an_exception_fails_unless_the_rule_allows_its_class() {
        let mut scenario = scenario(&[1], 0, 0);
        let mut outcome = Outcome {
            results: vec![result(Part::Thread, 1, 0, 0)],
            ..Outcome::default()
        };
        outcome.results[0].end = OperationEnd::Raised(exception("KeyError"));
        assert!(matches!(
            judge(&scenario, &outcome, true),
            Some(Violation::Raised { thread: 1, .. })
        ));
        scenario.rule.may_raise = vec!["KeyError".to_owned()];
        assert_eq!(judge(&scenario, &outcome, true), None);
    }

    #[test]
    fn a_missing_or_double_result_is_no_honest_answer() {
        let scenario = scenario(&[1], 0, 0);
        for results in [
            vec![],
            vec![result(Part::Thread, 1, 0, 0); 2],
            vec![result(Part::Main, 0, 0, 0)],
        ] {
            let outcome = Outcome {
                results,
                ..Outcome::default()
            };
            assert!(matches!(
                judge(&scenario, &outcome, true),
                Some(Violation::Broken(_))
            ));
        }
    }

    #[test]
    fn a_pruned_schedule_says_nothing() {
        let outcome = Outcome {
            pruned: true,
            ..Outcome::default()
        };
        assert_eq!(judge(&scenario(&[1], 0, 0), &outcome, true), None);
    }

    #[test]
    fn calls_are_counted_under_the_default_schedule_only() {
        let mut scenario = scenario(&[], 0, 0);
        scenario.rule.calls = Some(CallsRule {
            threads: 2,
            each: 3,
            overlap: true,
            caller: false,
        });
        let calls = |by_thread: &[(u32, u32)], by_caller, overlap| {
            let calls = Calls {
                by_thread: by_thread.to_vec(),
                by_caller,
                overlap,
            };
            Outcome {
                calls,
                ..Outcome::default()
            }
        };
        assert_eq!(judge(&scenario, &calls(&[(1, 3), (2, 3)], 0, true), true), None);
        for wrong in [
            calls(&[(1, 3), (2, 3)], 0, false),
            calls(&[(1, 3), (2, 3)], 1, true),
            calls(&[(1, 6)], 0, true),
            calls(&[(1, 3), (2, 4)], 0, true),
        ] {
            assert!(matches!(
                judge(&scenario, &wrong, true),
                Some(Violation::Calls { .. })
            ));
            assert_eq!(judge(&scenario, &wrong, false), None);
        }
    }

    #[test]
    fn a_model_decides_about_exceptions_and_results() {
        let mut scenario = scenario(&[1, 1], 0, 0);
        scenario.rule.model = Some("…".to_owned());
        let orders = crate::harness::explore::orders::serial_orders(&scenario).unwrap();
        let ends = vec![
            vec![
                OperationEnd::Value(Value::int(1)),
                OperationEnd::Raised(exception("__main__.Empty")),
            ],
            vec![
                OperationEnd::Value(Value::int(1)),
                OperationEnd::Raised(exception("__main__.Empty")),
            ],
        ];
        let table = SerialTable::new(orders, ends).unwrap();
        let judge = |first: OperationEnd, second: OperationEnd| {
            let mut results = vec![result(Part::Thread, 1, 0, 0), result(Part::Thread, 2, 0, 0)];
            results[0].end = first;
            results[1].end = second;
            let context = Context {
                scenario: &scenario,
                table: Some(&table),
                default_schedule: true,
            };
            violation(
                context,
                &Outcome {
                    results,
                    ..Outcome::default()
                },
            )
        };
        let one = OperationEnd::Value(Value::int(1));
        let empty = OperationEnd::Raised(exception("pool.Empty"));
        assert_eq!(judge(one.clone(), empty.clone()), None);
        assert_eq!(judge(empty.clone(), one.clone()), None);
        assert!(matches!(
            judge(one.clone(), one.clone()),
            Some(Violation::NoSerialOrder { .. })
        ));
        let other = OperationEnd::Raised(exception("KeyError"));
        assert!(matches!(
            judge(one, other),
            Some(Violation::Raised { thread: 2, .. })
        ));
    }
}
