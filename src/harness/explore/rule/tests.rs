//! Outcomes in, violations out.

use super::*;
use crate::harness::explore::outcome::Calls;
use crate::model::clock::{Clock, Times};
use crate::model::limits::Limits;
use crate::model::schedule::{
    Budget, CallsRule, Expectation, ExpectedEnd, Leaves, OperationEnd, OperationResult, Rule,
};
use crate::model::value::{Exception, Value};

/// A scenario with this many operations per thread, and in `main` and `end`.
pub(in crate::harness::explore) fn scenario(threads: &[usize], main: usize, end: usize) -> Scenario {
    let list = |count: usize| {
        (0..count)
            .map(|at| Operation {
                code: format!("op{at}()"),
                judged: true,
                leaves: Leaves::default(),
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
        script: None,
        clock: Clock::Loose,
        may_leave_threads: false,
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
        times: Times::default(),
    }
}

fn expects(operation: OperationKey, end: ExpectedEnd) -> Expectation {
    Expectation {
        operation,
        end: Some(end),
        takes: None,
        wakeups_per_second: None,
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
    scenario.rule.expectations = vec![expects((Part::End, 0, 0), ExpectedEnd::Value(Value::int(2)))];
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
fn what_is_left_counts_where_it_was_asked_for_and_an_exception_explains_it() {
    let mut scenario = scenario(&[], 2, 0);
    scenario.main[1].leaves.no_locks = true;
    let lock = HeldLock {
        thread: "main".to_owned(),
        lock: "Lock self.lock".to_owned(),
        taken_at: None,
        ended: false,
    };
    let left = |index, second: OperationEnd| {
        let mut results = vec![result(Part::Main, 0, 0, 1), result(Part::Main, 0, 1, 2)];
        results[1].end = second;
        Outcome {
            failure: Some(Failure::Left {
                operation: (Part::Main, 0, index),
                threads: Vec::new(),
                locks: vec![lock.clone()],
            }),
            results,
            ..Outcome::default()
        }
    };
    let two = OperationEnd::Value(Value::int(2));
    let held = Violation::LocksHeld {
        code: "op1()".to_owned(),
        locks: vec![lock.clone()],
    };
    assert_eq!(judge(&scenario, &left(1, two.clone()), true), Some(held.clone()));
    assert!(matches!(
        judge(&scenario, &left(0, two), true),
        Some(Violation::Broken(_))
    ));
    let raised = OperationEnd::Raised(exception("KeyError"));
    assert!(matches!(
        judge(&scenario, &left(1, raised.clone()), true),
        Some(Violation::Raised { .. })
    ));
    scenario.rule.may_raise = vec!["KeyError".to_owned()];
    assert_eq!(judge(&scenario, &left(1, raised), true), Some(held));
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
