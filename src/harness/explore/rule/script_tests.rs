//! Calls of a script in, violations out.

use super::*;
use crate::harness::explore::rule::tests::scenario;
use crate::model::clock::WatchedCall;
use crate::model::retry::{Attempt, AttemptEnd, Call, Like, Scripted, Slept};
use crate::model::schedule::{OperationResult, Part};
use crate::model::value::Exception;

fn call(name: &str, operation: bool) -> Call {
    Call {
        name: name.to_owned(),
        code: "wrapped()".to_owned(),
        operation: operation.then_some((Part::Main, 0, 0)),
        looks: Vec::new(),
        attempts: vec![Attempt {
            times: 3,
            takes: 0.0,
            sets_clock: 0.0,
            calls: None,
            end: AttemptEnd::Returns("1".to_owned()),
        }],
        spare: 0,
        shows_arguments: true,
    }
}

/// One call whose rule is this, and what came of it.
fn judge(rule: CallRule, scripted: Scripted, attempts: &[(f64, f64)]) -> Option<Violation> {
    judge_with(vec![rule], scripted, attempts, 0.0)
}

fn judge_with(
    rules: Vec<CallRule>,
    scripted: Scripted,
    attempts: &[(f64, f64)],
    spun: f64,
) -> Option<Violation> {
    let mut scenario = scenario(&[], 1, 0);
    let calls = (0..rules.len()).map(|index| call(&format!("call {index}"), index == 0));
    scenario.script = Some(Script {
        calls: calls.collect(),
    });
    scenario.rule.script = rules;
    let watched = (1..)
        .zip(attempts)
        .map(|(moment, &(began_at, ended_at))| WatchedCall {
            thread: 0,
            began: moment,
            ended: Some(moment),
            began_at,
            ended_at: Some(ended_at),
            at: None,
        });
    let times = Times {
        spun,
        returned_at: 99.0,
        ..Times::default()
    };
    let outcome = Outcome {
        watched: watched.collect(),
        scripted,
        results: vec![OperationResult {
            thread: 0,
            index: 0,
            part: Part::Main,
            began: 0,
            returned: 99,
            end: OperationEnd::Value(Value::None),
            times,
        }],
        ..Outcome::default()
    };
    misattempted(&scenario, &outcome).or_else(|| mispaced(&scenario, &outcome))
}

fn span(call: usize, began_at: f64, ended_at: f64) -> CallSpan {
    CallSpan {
        call,
        began_at,
        ended_at,
        end: None,
    }
}

fn scripted(attempts: usize, calls: &[CallSpan]) -> Scripted {
    Scripted {
        attempts: (0..attempts).map(|_| (0, None)).collect(),
        sleeps: Vec::new(),
        calls: calls.to_vec(),
    }
}

fn pauses(seconds: &[f64]) -> CallRule {
    CallRule {
        pauses: Some(PauseRule {
            seconds: seconds.to_vec(),
            within: 1e-6,
        }),
        ..CallRule::default()
    }
}

#[test]
fn attempts_are_counted() {
    let rule = |least, most| CallRule {
        attempts: Some((least, most)),
        ..CallRule::default()
    };
    let twice = [(0.0, 0.0), (1.0, 1.0)];
    let seen = |least, most| judge(rule(least, most), scripted(2, &[span(0, 0.0, 1.0)]), &twice);
    assert_eq!(seen(2, 2), None);
    assert_eq!(seen(1, 3), None);
    for (least, most) in [(3, 3), (1, 1), (0, 0)] {
        assert!(matches!(
            seen(least, most),
            Some(Violation::Script(Fault::Count { seen: 2, .. }))
        ));
    }
}

#[test]
fn every_attempt_gets_the_arguments() {
    let given = |size| {
        let kwargs = vec![(Value::Str("size".to_owned()), Value::int(size))];
        (Value::Tuple(vec![Value::int(1)]), Value::Dict(kwargs))
    };
    let rule = || CallRule {
        arguments: Some(given(2)),
        ..CallRule::default()
    };
    let seen = |size| {
        let mut scripted = scripted(2, &[span(0, 0.0, 0.0)]);
        scripted.attempts = vec![(0, Some(given(2))), (0, Some(given(size)))];
        judge(rule(), scripted, &[(0.0, 0.0), (0.0, 0.0)])
    };
    assert_eq!(seen(2), None);
    let Some(Violation::Script(Fault::Arguments {
        attempt: 2,
        expected,
        seen,
        ..
    })) = seen(3)
    else {
        panic!("other arguments passed");
    };
    assert_eq!((expected.as_str(), seen.as_str()), ("(1, size=2)", "(1, size=3)"));
}

#[test]
fn pauses_are_exact_and_lie_between_attempts() {
    // Attempts of a second each, with pauses of one and two seconds.
    let attempts = [(0.0, 1.0), (2.0, 3.0), (5.0, 6.0)];
    let paused = |seconds: &[f64], began, ended| {
        judge(pauses(seconds), scripted(3, &[span(0, began, ended)]), &attempts)
    };
    assert_eq!(paused(&[1.0, 2.0], 0.0, 6.0), None);
    let place = |violation| match violation {
        Some(Violation::Script(Fault::Pauses { at, .. })) => Some(at),
        _ => None,
    };
    assert_eq!(place(paused(&[1.0, 2.1], 0.0, 6.0)), Some(PauseAt::After(2)));
    assert_eq!(place(paused(&[0.9, 2.0], 0.0, 6.0)), Some(PauseAt::After(1)));
    assert_eq!(place(paused(&[1.0, 2.0], 0.0, 6.5)), Some(PauseAt::AfterLast));
    let late = [(0.5, 1.0), (2.0, 3.0)];
    let before = judge(pauses(&[1.0]), scripted(2, &[span(0, 0.0, 3.0)]), &late);
    assert_eq!(place(before), Some(PauseAt::BeforeFirst));
}

#[test]
fn who_spins_may_be_late_for_the_pause_and_has_not_slept() {
    let attempts = [(0.0, 0.0), (2.1, 2.1)];
    let spun = |rule, spun| judge_with(vec![rule], scripted(2, &[span(0, 0.0, 2.1)]), &attempts, spun);
    assert_eq!(spun(pauses(&[2.0]), 2.1), None);
    assert!(spun(pauses(&[2.0]), 0.0).is_some());
    let by_sleep = || CallRule {
        by_sleep: true,
        ..CallRule::default()
    };
    assert!(matches!(
        spun(by_sleep(), 2.1),
        Some(Violation::Script(Fault::NotSlept {
            attempt: 1,
            spins: true,
            ..
        }))
    ));
    let slept = |sleeps: &[(f64, f64)]| {
        let mut scripted = scripted(2, &[span(0, 0.0, 2.1)]);
        let sleeps = sleeps
            .iter()
            .map(|&(began_at, ended_at)| Slept { began_at, ended_at });
        scripted.sleeps = sleeps.collect();
        judge(by_sleep(), scripted, &attempts)
    };
    assert_eq!(slept(&[(0.0, 2.1)]), None);
    assert_eq!(slept(&[(0.0, 1.0), (1.0, 2.1)]), None);
    assert!(slept(&[(0.0, 2.0)]).is_some());
    assert!(slept(&[(2.1, 5.0)]).is_some());
}

#[test]
fn a_call_must_go_as_another_does() {
    let like = || CallRule {
        like: Some(Like { call: 1, within: 0.2 }),
        ..CallRule::default()
    };
    let attempts = |second: f64| [(0.0, 0.0), (1.0, 1.0), (10.0, 10.0), (10.0 + second, 20.0)];
    let seen = |of: [usize; 4], second| {
        let mut scripted = scripted(0, &[span(0, 0.0, 1.0), span(1, 10.0, 20.0)]);
        scripted.attempts = of.iter().map(|call| (*call, None)).collect();
        judge_with(
            vec![like(), CallRule::default()],
            scripted,
            &attempts(second),
            0.0,
        )
    };
    assert_eq!(seen([0, 0, 1, 1], 1.0), None);
    assert_eq!(seen([0, 0, 1, 1], 1.1), None);
    for other in [
        seen([0, 0, 1, 1], 2.0),
        seen([0, 0, 0, 1], 1.0),
        seen([0, 1, 1, 1], 1.0),
    ] {
        assert!(matches!(other, Some(Violation::Script(Fault::Unlike { .. }))));
    }
}

#[test]
fn a_call_that_an_attempt_makes_has_its_end() {
    let rule = |end| CallRule {
        end: Some(end),
        ..CallRule::default()
    };
    let raised = OperationEnd::Raised(Exception {
        classes: vec!["ConnectionError".to_owned(), "OSError".to_owned()],
        text: String::new(),
        location: None,
        cause: Vec::new(),
    });
    let seen = |expected, end| {
        let mut calls = span(0, 0.0, 0.0);
        calls.end = Some(end);
        judge(rule(expected), scripted(0, &[calls]), &[])
    };
    let one = || OperationEnd::Value(Value::int(1));
    assert_eq!(seen(ExpectedEnd::Any, raised.clone()), None);
    assert_eq!(seen(ExpectedEnd::Value(Value::int(1)), one()), None);
    assert_eq!(
        seen(ExpectedEnd::Raises("OSError".to_owned()), raised.clone()),
        None
    );
    assert!(seen(ExpectedEnd::Value(Value::Bool(true)), one()).is_some());
    assert!(seen(ExpectedEnd::Raises("KeyError".to_owned()), raised).is_some());
}

#[test]
fn an_extra_call_is_named_and_a_forged_one_is_a_stray() {
    let mut scenario = scenario(&[], 1, 0);
    scenario.script = Some(Script {
        calls: vec![call("first", true)],
    });
    let Violation::Script(Fault::Extra { call, attempts: 3 }) = extra(&scenario, Some(0)) else {
        panic!("an extra call");
    };
    assert_eq!(call, "first");
    assert_eq!(extra(&scenario, None), Violation::Script(Fault::Stray));
    assert_eq!(extra(&scenario, Some(7)), Violation::Script(Fault::Stray));
}
