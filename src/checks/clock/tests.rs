//! Scenarios on the virtual clock in, runs and judgements out.

use crate::checks::Kind;
use crate::checks::tests::{check_faults, context, parse, told};
use crate::model::clock::{Clock, Seconds, Times, WatchedCall, WatchedRule};
use crate::model::observation::Observation;
use crate::model::run::Run;
use crate::model::schedule::{
    Budget, Exploration, Failing, Grain, Interleaving, OperationEnd, OperationResult, Part, Replay, Scenario,
    Violation,
};
use crate::model::value::{Exception, Value};
use crate::model::verdict::{Judgement, Location};

const SCENARIO: &str = r#"
setup = "import time"
[[scenario]]
name = "jobs"
setup = """
def job():
    time.sleep(1)
"""
threads = [[{ do = "work()", takes = { at_most = 1.5 } }]]
main = [
  { value = "get()", equals = 1, takes = 2 },
  { do = "late()", raises = "TimeoutError", wakeups_per_second = 20 },
]
takes = { at_least = 1, at_most = 3 }
watch = "job"
calls = { count = 2, at_once = 1, starts = [0, 1.5] }
"#;

fn kind() -> Kind {
    parse("clock", SCENARIO).unwrap()
}

fn scenario(kind: &Kind) -> Box<Scenario> {
    let runs = kind.as_check().plan(&context());
    match <[Run; 1]>::try_from(runs) {
        Ok([Run::Schedules(scenario)]) => scenario,
        _ => unreachable!("one scenario, one run"),
    }
}

fn at(line: u32) -> Location {
    let file = "pool.py".to_owned();
    Location { file, line }
}

/// What is concluded when a scenario fails like this.
fn judged(violation: Violation) -> Judgement {
    let times = Times {
        began_at: 0.0,
        returned_at: 0.1 + 0.2,
        wake_ups: 4,
        ..Times::default()
    };
    let result = OperationResult {
        thread: 0,
        index: 0,
        part: Part::Main,
        began: 1,
        returned: 9,
        end: OperationEnd::Value(Value::int(1)),
        times,
    };
    let call = WatchedCall {
        thread: 1,
        began: 2,
        ended: None,
        began_at: 0.0,
        ended_at: None,
        at: Some(at(7)),
    };
    let failing = Failing {
        found_after: 1,
        replay: Replay {
            scenario: "jobs".to_owned(),
            plan: Vec::new(),
            grain: Grain::Coarse,
            release_points: false,
        },
        violation,
        results: vec![result],
        interleaving: Interleaving::default(),
        races: Vec::new(),
        watched: vec![call],
    };
    let exploration = Exploration {
        schedules: 1,
        failing: Some(Box::new(failing)),
        ..Exploration::default()
    };
    kind()
        .as_check()
        .judge(&context(), &[Observation::Schedules(exploration)])
}

/// The first lines of what is told, without the program.
fn failed(violation: Violation) -> String {
    let told = told(&judged(violation));
    let shown = told.split("\nplan: ").next().unwrap_or_default();
    shown
        .lines()
        .filter(|line| !line.contains("schedules-scenario") && !line.contains("schedules-no-switch"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn span(at_least: f64, at_most: f64) -> Seconds {
    Seconds { at_least, at_most }
}

#[test]
fn time_passes_strictly_and_each_expectation_stands_under_its_key() {
    let scenario = scenario(&kind());
    assert_eq!(scenario.clock, Clock::Strict);
    assert_eq!(
        scenario.needs,
        ["get", "late", "work"],
        "`job` is the scenario's own"
    );
    assert_eq!(scenario.watch.as_deref(), Some("job"));
    let rule = &scenario.rule;
    assert_eq!(rule.takes, Some(span(1.0, 3.0)));
    assert_eq!(
        rule.watched,
        WatchedRule {
            count: Some(2),
            at_once: Some(1),
            starts: Some(vec![0.0, 1.5]),
        }
    );
    assert!(rule.calls.is_none());
    let expected = rule.expectations.iter();
    let expected: Vec<_> = expected
        .map(|one| (one.operation, one.takes, one.wakeups_per_second))
        .collect();
    assert_eq!(
        expected,
        [
            ((Part::Thread, 1, 0), Some(span(0.0, 1.5)), None),
            ((Part::Main, 0, 0), Some(span(2.0, 2.0)), None),
            ((Part::Main, 0, 1), None, Some(20.0)),
        ]
    );
    let budget = Budget {
        schedules: 20,
        sweep: 0,
        random: 0,
        steps: 200_000,
    };
    assert_eq!(scenario.budget, budget);
}

#[test]
fn an_operation_that_only_has_no_locks_to_hold_expects_nothing_else() {
    let keys = "scenario = [{ main = [{ do = 'f()', no_locks_held = true }, { do = 'g()', takes = 0 }] }]";
    let scenario = scenario(&parse("clock", keys).unwrap());
    assert!(scenario.main[0].leaves.no_locks);
    assert_eq!(scenario.rule.expectations.len(), 1);
}

#[test]
fn a_duration_says_what_was_expected_and_where_the_time_went() {
    let wrong = |code: Option<&str>, expected, at| {
        failed(Violation::Duration {
            code: code.map(str::to_owned),
            expected,
            seen: 8.000_000_4,
            at,
        })
    };
    insta::assert_snapshot!(wrong(Some("get()"), span(2.0, 2.0), Some(at(7))), @r"
    Failed duration
    - clock-takes code=`get()` bound=exact least=2 most=2 actual=8
    - clock-waits-at at=pool.py:7
    expected: 2 s
    actual: 8 s
    at: pool.py:7
    ");
    insta::assert_snapshot!(wrong(None, span(0.0, 2.5), None), @r"
    Failed duration
    - clock-scenario-takes bound=at-most least=0 most=2.5 actual=8
    expected: <= 2.5 s
    actual: 8 s
    ");
    insta::assert_snapshot!(wrong(None, span(9.0, f64::INFINITY), None), @r"
    Failed duration
    - clock-scenario-takes bound=at-least least=9 most=inf actual=8
    expected: >= 9 s
    actual: 8 s
    ");
    insta::assert_snapshot!(wrong(Some("get()"), span(1.0, 1.5), None), @r"
    Failed duration
    - clock-takes code=`get()` bound=range least=1 most=1.5 actual=8
    expected: 1..1.5 s
    actual: 8 s
    ");
}

#[test]
fn waking_up_again_and_again_is_told_with_its_line() {
    let wrong = |spins| {
        failed(Violation::WakeUps {
            code: "late()".to_owned(),
            allowed: 20.0,
            seen: 1000,
            seconds: 10.0,
            spins,
            at: Some(at(11)),
        })
    };
    insta::assert_snapshot!(wrong(false), @r"
    Failed busy-wait
    - clock-wakeups code=`late()` seen=1000 seconds=10 at=pool.py:11
    expected: <= 20/s
    actual: 100/s
    at: pool.py:11
    ");
    insta::assert_snapshot!(wrong(true), @r"
    Failed busy-wait
    - clock-spins code=`late()` seen=1000 seconds=10 at=pool.py:11
    expected: <= 20/s
    actual: 100/s
    at: pool.py:11
    ");
}

#[test]
fn calls_are_told_by_number_and_time() {
    let too_many = Violation::AtOnce {
        allowed: 4,
        seen: 5,
        seconds: 0.0,
        at: Some(at(9)),
    };
    insta::assert_snapshot!(failed(too_many), @r"
    Failed too-many-at-once
    - calls-at-once seen=5 allowed=4 seconds=0 watched=`job`
    expected: <= 4
    actual: 5
    at: pool.py:9
    ");
    let count = Violation::CallCount { expected: 8, seen: 7 };
    insta::assert_snapshot!(failed(count), @r"
    Failed wrong
    - calls-count expected=8 actual=7 watched=`job`
    expected: 8
    actual: 7
    ");
    let starts = Violation::Starts {
        expected: vec![0.0, 0.0],
        seen: (0..30).map(f64::from).collect(),
    };
    insta::assert_snapshot!(failed(starts), @r"
    Failed duration
    - calls-starts expected=0, 0 actual=0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … watched=`job`
    expected: 0, 0
    actual: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, …
    ");
}

#[test]
fn an_exception_that_did_not_come_is_told() {
    let wrong = |seen| {
        failed(Violation::NotRaised {
            code: "late()".to_owned(),
            class: "TimeoutError".to_owned(),
            seen,
        })
    };
    insta::assert_snapshot!(wrong(OperationEnd::Value(Value::None)), @r"
    Failed wrong
    - schedules-did-not-raise code=`late()` class=`TimeoutError` actual=`None`
    expected: TimeoutError
    actual: None
    ");
    let other = Exception {
        classes: vec!["KeyError".to_owned()],
        text: String::new(),
        location: Some(at(3)),
        cause: Vec::new(),
    };
    insta::assert_snapshot!(wrong(OperationEnd::Raised(other)), @r"
    Failed exception
    - schedules-raised-other code=`late()` class=`TimeoutError` exception=`KeyError`
    expected: TimeoutError
    actual: KeyError
    at: pool.py:3
    ");
}

#[test]
fn the_evidence_has_a_timeline() {
    let evidence = judged(Violation::CallCount { expected: 1, seen: 2 }).evidence;
    let timeline = evidence.timeline.unwrap();
    assert_eq!(timeline.operations.len(), 1);
    assert_eq!(timeline.operations[0].code, "get()");
    assert_eq!(timeline.operations[0].thread, "main");
    assert_eq!(timeline.calls[0].thread, "thread 1");
}

#[test]
fn nonsense_about_time_is_refused_with_its_place() {
    let check = |keys: &str, codes: &[&str]| {
        check_faults("clock", &format!("scenario = [{{ {keys} }}]"), codes);
    };
    let takes = |takes: &str, codes: &[&str]| {
        check(&format!("main = [{{ do = 'f()', takes = {takes} }}]"), codes);
        check(&format!("main = [{{ do = 'f()' }}], takes = {takes}"), codes);
    };
    takes("0", &[]);
    takes("1.5", &[]);
    takes("{ at_least = 1 }", &[]);
    takes("{ at_least = 1, at_most = 1 }", &[]);
    for wrong in [
        "-1",
        "nan",
        "inf",
        "-inf",
        "{}",
        "{ at_least = 2, at_most = 1 }",
        "{ at_least = -1 }",
        "{ at_most = inf }",
        "{ at_most = nan }",
    ] {
        takes(wrong, &["bad-time"]);
    }
    takes("'2'", &["shape"]);
    takes("[1, 2]", &["shape"]);
    takes("{ least = 1 }", &["shape"]);
    for wrong in ["0", "-1", "nan", "inf"] {
        check(
            &format!("main = [{{ do = 'f()', wakeups_per_second = {wrong} }}]"),
            &["bad-rate"],
        );
    }
    for wrong in ["[-1]", "[nan]", "[1, 0]", "[0, 1, 2]"] {
        let calls =
            format!("main = [{{ do = 'f()' }}], watch = 'f', calls = {{ count = 2, starts = {wrong} }}");
        check(&calls, &["bad-time"]);
    }
    check("main = ['f()']", &["no-expectation"]);
    check("main = [{ value = 'f()', takes = 1 }]", &["operation-shape"]);
    check_faults(
        "clock",
        "model = 'x = 1'\nscenario = [{ main = [{ do = '1' }] }]",
        &["shape"],
    );
    check_faults("clock", "scenario = []", &["no-scenarios"]);
}
