//! Durations, wake-ups and calls in, violations out.

use super::tests::scenario;
use super::*;
use crate::model::clock::{Seconds, Times, WatchedCall, WatchedRule};
use crate::model::schedule::{Expectation, ExpectedEnd, OperationEnd, OperationResult};
use crate::model::value::{Exception, Value};

const FIRST: OperationKey = (Part::Main, 0, 0);

/// A scenario of one operation about which this is expected.
fn expecting(takes: Option<Seconds>, wakeups_per_second: Option<f64>) -> Scenario {
    let mut scenario = scenario(&[], 1, 0);
    scenario.rule.expectations = vec![Expectation {
        operation: FIRST,
        end: None,
        takes,
        wakeups_per_second,
    }];
    scenario
}

/// What came of it when it began at 5 s and took so long.
fn took(seconds: f64, spun: f64, wake_ups: u64) -> Outcome {
    let times = Times {
        began_at: 5.0,
        returned_at: 5.0 + seconds,
        spun,
        wake_ups,
        woken_at: None,
    };
    Outcome {
        results: vec![result(Part::Main, 0, times)],
        ..Outcome::default()
    }
}

fn result(part: Part, thread: u32, times: Times) -> OperationResult {
    OperationResult {
        thread,
        index: 0,
        part,
        began: 0,
        returned: 9,
        end: OperationEnd::Value(Value::None),
        times,
    }
}

fn judge(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    let context = Context {
        scenario,
        table: None,
        default_schedule: false,
    };
    violation(context, outcome)
}

fn exactly(seconds: f64) -> Seconds {
    Seconds {
        at_least: seconds,
        at_most: seconds,
    }
}

fn call(began: u64, ended: Option<u64>, began_at: f64) -> WatchedCall {
    WatchedCall {
        thread: 1,
        began,
        ended,
        began_at,
        ended_at: ended.map(|_| began_at + 1.0),
        at: None,
    }
}

fn called(rule: WatchedRule, calls: &[WatchedCall]) -> Option<Violation> {
    let mut scenario = scenario(&[], 0, 0);
    scenario.rule.watched = rule;
    let outcome = Outcome {
        watched: calls.to_vec(),
        ..Outcome::default()
    };
    judge(&scenario, &outcome)
}

#[test]
fn a_duration_is_exact_up_to_what_floating_point_sums_lose() {
    let two = expecting(Some(exactly(2.0)), None);
    for right in [2.0, 2.0 + 3e-7, 2.0 - 3e-7] {
        assert_eq!(judge(&two, &took(right, 0.0, 0)), None, "{right}");
    }
    for wrong in [0.0, 1.999, 2.001, 8.0] {
        let Some(Violation::Duration { code, seen, .. }) = judge(&two, &took(wrong, 0.0, 0)) else {
            panic!("{wrong} passed");
        };
        assert_eq!(code.as_deref(), Some("op0()"));
        assert!((seen - wrong).abs() < 1e-9);
    }
    let range = Seconds {
        at_least: 1.0,
        at_most: f64::INFINITY,
    };
    let range = expecting(Some(range), None);
    assert_eq!(judge(&range, &took(1e9, 0.0, 0)), None);
    assert!(judge(&range, &took(0.9, 0.0, 0)).is_some());
}

#[test]
fn only_who_spins_may_be_late_and_nobody_may_be_early() {
    let two = expecting(Some(exactly(2.0)), None);
    assert_eq!(judge(&two, &took(2.15, 2.15, 0)), None);
    assert!(judge(&two, &took(2.15, 0.0, 0)).is_some());
    assert!(judge(&two, &took(2.15, 0.1, 0)).is_some());
    assert!(judge(&two, &took(2.5, 2.5, 0)).is_some());
    assert!(judge(&two, &took(1.9, 1.9, 0)).is_some());
}

#[test]
fn the_scenario_lasts_until_its_threads_and_main_have_ended() {
    let mut scenario = scenario(&[1], 1, 1);
    scenario.rule.takes = Some(exactly(3.0));
    let until = |returned_at| Times {
        returned_at,
        ..Times::default()
    };
    let outcome = |thread, main| Outcome {
        results: vec![
            result(Part::Thread, 1, until(thread)),
            result(Part::Main, 0, until(main)),
            result(Part::End, 0, until(9.0)),
        ],
        ..Outcome::default()
    };
    assert_eq!(judge(&scenario, &outcome(3.0, 1.0)), None);
    assert_eq!(judge(&scenario, &outcome(1.0, 3.0)), None);
    let short = judge(&scenario, &outcome(1.0, 1.0));
    assert!(matches!(short, Some(Violation::Duration { code: None, .. })));
}

#[test]
fn wake_ups_are_counted_per_second_and_over_a_second_at_least() {
    let twenty = expecting(None, Some(20.0));
    for (seconds, right, wrong) in [(10.0, 200, 201), (1.0, 20, 21), (0.1, 20, 21), (0.0, 20, 21)] {
        assert_eq!(judge(&twenty, &took(seconds, 0.0, right)), None);
        let busy = judge(&twenty, &took(seconds, 0.0, wrong));
        assert!(matches!(busy, Some(Violation::WakeUps { spins: false, .. })));
    }
    let spins = judge(&twenty, &took(10.0, 9.0, 9000));
    assert!(matches!(spins, Some(Violation::WakeUps { spins: true, .. })));
}

#[test]
fn calls_in_progress_are_counted_by_moments_and_not_by_seconds() {
    let rule = |at_once| WatchedRule {
        at_once: Some(at_once),
        ..WatchedRule::default()
    };
    // The second begins at the second at which the first ends, and after it.
    let one_after_another = [call(1, Some(4), 0.0), call(5, Some(8), 1.0)];
    assert_eq!(called(rule(1), &one_after_another), None);
    let overlapping = [call(1, Some(6), 0.0), call(5, Some(8), 1.0), call(7, None, 1.0)];
    assert_eq!(called(rule(2), &overlapping), None);
    let Some(Violation::AtOnce { seen, seconds, .. }) = called(rule(1), &overlapping) else {
        panic!("two at once");
    };
    assert_eq!(seen, 2);
    assert!((seconds - 1.0).abs() < 1e-9);
    // A call that never ends is in progress for ever.
    let endless = [call(1, None, 0.0), call(5, Some(8), 1.0), call(9, Some(10), 2.0)];
    assert!(called(rule(1), &endless).is_some());
    assert_eq!(called(rule(2), &endless), None);
    assert_eq!(called(rule(1), &[]), None);
}

#[test]
fn calls_are_counted_and_start_when_they_must_in_every_schedule() {
    let calls = [call(1, Some(2), 0.0), call(3, Some(4), 1.0 + 1e-7)];
    let rule = |count, starts: Option<&[f64]>| WatchedRule {
        count,
        starts: starts.map(<[f64]>::to_vec),
        at_once: None,
    };
    assert_eq!(called(rule(Some(2), Some(&[0.0, 1.0])), &calls), None);
    let Some(Violation::CallCount { expected: 3, seen: 2 }) = called(rule(Some(3), None), &calls) else {
        panic!("two calls are not three");
    };
    for wrong in [&[0.0][..], &[], &[0.0, 0.9], &[0.0, 1.1], &[0.0, 1.0, 1.0]] {
        let seen = called(rule(None, Some(wrong)), &calls);
        assert!(matches!(seen, Some(Violation::Starts { .. })), "{wrong:?}");
    }
    assert_eq!(called(rule(Some(0), Some(&[])), &[]), None);
}

#[test]
fn an_operation_may_have_to_raise_in_every_schedule() {
    let mut scenario = scenario(&[1], 0, 0);
    let operation = (Part::Thread, 1, 0);
    scenario.rule.expectations = vec![Expectation {
        operation,
        end: Some(ExpectedEnd::Raises("OSError".to_owned())),
        takes: None,
        wakeups_per_second: None,
    }];
    let outcome = |end| {
        let mut result = result(Part::Thread, 1, Times::default());
        result.end = end;
        Outcome {
            results: vec![result],
            ..Outcome::default()
        }
    };
    let raised = |classes: &[&str]| {
        OperationEnd::Raised(Exception {
            classes: classes.iter().map(|class| (*class).to_owned()).collect(),
            text: String::new(),
            location: None,
            cause: Vec::new(),
        })
    };
    let right = raised(&["TimeoutError", "OSError", "Exception"]);
    assert_eq!(judge(&scenario, &outcome(right)), None);
    for wrong in [
        OperationEnd::Value(Value::None),
        raised(&["KeyError", "Exception"]),
    ] {
        let seen = judge(&scenario, &outcome(wrong.clone()));
        let code = "op0()".to_owned();
        let class = "OSError".to_owned();
        assert_eq!(
            seen,
            Some(Violation::NotRaised {
                code,
                class,
                seen: wrong
            })
        );
    }
}

#[test]
fn beside_a_model_the_spec_may_say_how_an_operation_ends() {
    let mut scenario = scenario(&[1], 0, 0);
    scenario.rule.model = Some("…".to_owned());
    let orders = crate::harness::explore::orders::serial_orders(&scenario).unwrap();
    // The model returns where the operation has to raise: its result is not judged, and what the spec says counts.
    let table = SerialTable::new(orders, vec![vec![OperationEnd::Value(Value::None)]]).unwrap();
    scenario.threads[0][0].judged = false;
    let timeout = Exception {
        classes: vec!["TimeoutError".to_owned()],
        text: String::new(),
        location: None,
        cause: Vec::new(),
    };
    let mut result = result(Part::Thread, 1, Times::default());
    result.end = OperationEnd::Raised(timeout);
    let outcome = Outcome {
        results: vec![result],
        ..Outcome::default()
    };
    let seen = |scenario: &Scenario| {
        let context = Context {
            scenario,
            table: Some(&table),
            default_schedule: true,
        };
        violation(context, &outcome)
    };
    assert!(matches!(seen(&scenario), Some(Violation::Raised { .. })));
    scenario.rule.expectations = vec![Expectation {
        operation: (Part::Thread, 1, 0),
        end: Some(ExpectedEnd::Raises("TimeoutError".to_owned())),
        takes: None,
        wakeups_per_second: None,
    }];
    assert_eq!(seen(&scenario), None);
}
