//! Cases in, scenarios and judgements out.

use crate::checks::Kind;
use crate::checks::tests::{check_faults, context, parse, told};
use crate::model::clock::Clock;
use crate::model::observation::Observation;
use crate::model::retry::{Attempt, AttemptEnd, Course, Fault, PauseAt, Pauses};
use crate::model::run::Run;
use crate::model::schedule::{
    ExpectedEnd, Exploration, Failing, Grain, Interleaving, Part, Replay, Scenario, Violation,
};
use crate::model::value::Value;
use crate::model::verdict::{Judgement, Location};

const CASES: &str = r#"
setup = "import time"

[[case]]
name = "twice"
setup = "def fetch(page):\n    return attempt(page)\nlimit = 5"
wrap = "retry(stop=stop_after_attempt(limit))(fetch)"
[[case.call]]
args = [1, "a"]
kwargs = { size = 2 }
attempts = [{ raises = "OSError('x')", times = 2, takes = 3, sets_clock = -60 }, { returns = 5 }]
equals = 5
sleeps = [{ seconds = 0.5, times = 2 }]
by_sleep = true
then = [{ value = "result is returned[0]", equals = true }]
[[case.call]]
attempts = [{ returns_python = "helper(None)" }, { returns = 1 }, { returns = 2 }, { returns = 3 }]
may_miscount = true

[[case]]
wrap = "retry(attempt)"
[[case.call]]
name = "outer"
thread = 1
attempts = [{ raises = "OSError", calls = "inner" }, { returns = 1 }]
like = "after"
[[case.call]]
name = "inner"
attempts = [{ raises = "OSError" }]
raises = "OSError"
[[case.call]]
name = "after"
attempts = [{ returns = 1 }]
gets = "((1,), {})"
"#;

fn kind() -> Kind {
    parse("retry", CASES).unwrap()
}

fn scenarios(kind: &Kind) -> Vec<Scenario> {
    let runs = kind.as_check().plan(&context()).into_iter();
    runs.map(|run| match run {
        Run::Schedules(scenario) => *scenario,
        _ => unreachable!("a case is a scenario"),
    })
    .collect()
}

#[test]
fn a_case_is_a_scenario_on_the_strict_clock() {
    let kind = kind();
    let [case, _] = &scenarios(&kind)[..] else {
        unreachable!("two cases")
    };
    assert_eq!(case.clock, Clock::Strict);
    assert_eq!(case.needs, ["helper", "retry", "stop_after_attempt"]);
    assert!(case.setup.starts_with("import time\ndef fetch"));
    assert!(
        case.setup
            .ends_with("\nwrapped = retry(stop=stop_after_attempt(limit))(fetch)")
    );
    let codes: Vec<&str> = case
        .main
        .iter()
        .map(|operation| operation.code.as_str())
        .collect();
    assert_eq!(
        codes,
        ["wrapped(1, 'a', size=2)", "result is returned[0]", "wrapped()"]
    );
    assert!(case.threads.is_empty() && case.end.is_empty());
    let script = case.script.as_ref().unwrap();
    let [first, second] = &script.calls[..] else {
        unreachable!("two calls")
    };
    assert_eq!(first.operation, Some((Part::Main, 0, 0)));
    assert_eq!(first.looks, [(Part::Main, 0, 1)]);
    assert_eq!(first.count(), 3);
    assert!(first.shows_arguments && !second.shows_arguments);
    let failing = Attempt {
        times: 2,
        takes: 3.0,
        sets_clock: -60.0,
        calls: None,
        end: AttemptEnd::Raises("OSError('x')".to_owned()),
    };
    assert_eq!(first.attempts[0], failing);
    assert_eq!(first.attempts[1].end, AttemptEnd::Returns("5".to_owned()));
    assert_eq!((first.spare, second.spare), (0, 1));
}

#[test]
fn what_is_right_stays_outside() {
    let kind = kind();
    let cases = scenarios(&kind);
    let [first, second] = &cases[0].rule.script[..] else {
        unreachable!("two calls")
    };
    assert_eq!(first.attempts, Some((3, 3)));
    assert_eq!(second.attempts, Some((2, 5)));
    assert_eq!(first.pauses.as_ref().unwrap().seconds, [0.5, 0.5]);
    assert!(first.by_sleep && second.pauses.is_none());
    let args = Value::Tuple(vec![Value::int(1), Value::Str("a".to_owned())]);
    let kwargs = Value::Dict(vec![(Value::Str("size".to_owned()), Value::int(2))]);
    assert_eq!(first.arguments, Some((args, kwargs)));
    let ends: Vec<_> = cases[0]
        .rule
        .expectations
        .iter()
        .map(|one| one.end.clone())
        .collect();
    let end = |value| Some(ExpectedEnd::Value(value));
    assert_eq!(
        ends,
        [end(Value::int(5)), end(Value::Bool(true)), Some(ExpectedEnd::Any)]
    );
}

#[test]
fn calls_are_made_in_threads_by_attempts_and_after_all_threads() {
    let kind = kind();
    let cases = scenarios(&kind);
    let script = cases[1].script.as_ref().unwrap();
    let operations: Vec<_> = script.calls.iter().map(|call| call.operation).collect();
    assert_eq!(
        operations,
        [Some((Part::Thread, 1, 0)), None, Some((Part::End, 0, 0))]
    );
    assert_eq!(script.calls[0].attempts[0].calls, Some(1));
    let rules = &cases[1].rule.script;
    assert_eq!(rules[0].like.map(|like| like.call), Some(2));
    assert_eq!(rules[1].end, Some(ExpectedEnd::Raises("OSError".to_owned())));
    assert_eq!(
        rules[2].arguments,
        Some((Value::Tuple(vec![Value::int(1)]), Value::Dict(vec![])))
    );
}

/// The faults of a case with one call.
#[track_caller]
fn call_faults(call: &str, codes: &[&str]) {
    check_faults(
        "retry",
        &format!("[[case]]\nwrap = \"f(attempt)\"\n[[case.call]]\n{call}"),
        codes,
    );
}

#[test]
fn slips_of_a_teacher_are_told() {
    check_faults("retry", "case = []", &["no-cases"]);
    check_faults(
        "retry",
        "[[case]]\nwrap = \"f(attempt)\"\ncall = []",
        &["empty-case"],
    );
    check_faults(
        "retry",
        "[[case]]\nwrap = \"f(\"\n[[case.call]]\nattempts = [{ returns = 1 }]",
        &["python-syntax"],
    );
    call_faults("attempts = []", &["call-shape"]);
    call_faults(
        "attempts = [{ returns = 1, raises = \"OSError\" }]",
        &["attempt-shape"],
    );
    call_faults("attempts = [{ takes = 1 }]", &["attempt-shape"]);
    call_faults("attempts = [{ returns = 1, times = 0 }]", &["attempt-shape"]);
    call_faults("attempts = [{ returns = 1, takes = -1 }]", &["bad-time"]);
    call_faults("attempts = [{ returns = 1, sets_clock = inf }]", &["bad-time"]);
    call_faults(
        "attempts = [{ returns = 1, times = 3 }]\nsleeps = [1]",
        &["wrong-pauses"],
    );
    call_faults(
        "attempts = [{ returns = 1, times = 2 }]\nsleeps = [-1]",
        &["bad-time"],
    );
    call_faults("attempts = [{ returns = 1 }]\nargs = 1", &["call-shape"]);
    call_faults(
        "attempts = [{ returns = 1 }]\nargs = [1]\nargs_python = \"(1,)\"",
        &["call-shape"],
    );
    call_faults("attempts = [{ returns = 1 }]\ngets = \"(1, 2)\"", &["call-shape"]);
    call_faults(
        "attempts = [{ returns = 1 }]\nequals = 1\nraises = \"OSError\"",
        &["call-shape"],
    );
    call_faults(
        "attempts = [{ returns = 1 }]\nraises = \"OsError\"",
        &["unknown-exception"],
    );
    call_faults(
        "attempts = [{ returns = 1 }]\nlike = \"other\"",
        &["unknown-call"],
    );
    call_faults(
        "attempts = [{ returns = 1, calls = \"other\" }]",
        &["unknown-call"],
    );
    call_faults("attempts = [{ returns = 1 }]\nthread = 17", &["call-shape"]);
    call_faults(
        "attempts = [{ returns = 1 }]\nthread = 1\nby_sleep = true",
        &["call-shape"],
    );
    call_faults("attempts = [{ returns = 1 }]\nwithin = 0", &["call-shape"]);
    call_faults("attempts = [{ returns = 1 }]\nslept = [1]", &["shape"]);
}

/// What is concluded when the first case fails like this.
fn judged(fault: Fault) -> Judgement {
    let failing = Failing {
        found_after: 1,
        replay: Replay {
            scenario: "twice".to_owned(),
            plan: Vec::new(),
            grain: Grain::Coarse,
            release_points: false,
        },
        violation: Violation::Script(fault),
        results: Vec::new(),
        interleaving: Interleaving::default(),
        races: Vec::new(),
        watched: Vec::new(),
    };
    let exploration = Exploration {
        schedules: 1,
        failing: Some(Box::new(failing)),
        ..Exploration::default()
    };
    let passed = Observation::Schedules(Exploration::default());
    let observations = [Observation::Schedules(exploration), passed];
    kind().as_check().judge(&context(), &observations)
}

/// The first lines of what is told, without the program.
fn failed(fault: Fault) -> String {
    let told = told(&judged(fault));
    let shown = told.split("\nplan: ").next().unwrap_or_default();
    let lines = shown.lines().filter(|line| !line.contains("schedules-scenario"));
    lines.collect::<Vec<_>>().join("\n")
}

fn call() -> String {
    "wrapped()".to_owned()
}

#[test]
fn attempts_and_their_arguments_are_told() {
    insta::assert_snapshot!(failed(Fault::Stray), @r##"
    Failed wrong
    - retry-stray
    "##);
    insta::assert_snapshot!(failed(Fault::Extra { call: call(), attempts: 3 }), @r##"
    Failed wrong
    - retry-extra call=`wrapped()` expected=3
    expected: 3
    actual: 4
    "##);
    insta::assert_snapshot!(failed(Fault::Count { call: call(), least: 3, most: 3, seen: 1 }), @r##"
    Failed wrong
    - retry-count call=`wrapped()` expected=3 actual=1
    expected: 3
    actual: 1
    "##);
    let arguments = Fault::Arguments {
        call: call(),
        attempt: 2,
        expected: "(1, size=2)".to_owned(),
        seen: "(1)".to_owned(),
    };
    insta::assert_snapshot!(failed(arguments), @r##"
    Failed wrong
    - retry-arguments call=`wrapped()` attempt=2 expected=`(1, size=2)` actual=`(1)`
    expected: (1, size=2)
    actual: (1)
    "##);
}

#[test]
fn pauses_are_told_as_a_row() {
    let pauses = |between: &[f64], at| Fault::Pauses {
        call: call(),
        expected: vec![1.0, 2.0, 2.0, 2.0],
        seen: Pauses {
            before: 0.25,
            between: between.to_vec(),
            after: 3.0,
        },
        at,
    };
    insta::assert_snapshot!(failed(pauses(&[1.0, 2.5, 2.0, 2.0], PauseAt::After(2))), @r##"
    Failed duration
    - retry-pause-at attempt=2 expected=2 actual=2.5
    - retry-pauses call=`wrapped()` expected=1 s, 2 s × 3 actual=1 s, 2.5 s, 2 s, 2 s
    expected: 1 s, 2 s × 3
    actual: 1 s, 2.5 s, 2 s, 2 s
    "##);
    insta::assert_snapshot!(failed(pauses(&[], PauseAt::BeforeFirst)), @r##"
    Failed duration
    - retry-pause-before seconds=0.25
    - retry-pauses call=`wrapped()` expected=1 s, 2 s × 3 actual=–
    expected: 1 s, 2 s × 3
    actual: –
    "##);
    insta::assert_snapshot!(failed(pauses(&[1.0], PauseAt::AfterLast)), @r##"
    Failed duration
    - retry-pause-last seconds=3
    - retry-pauses call=`wrapped()` expected=1 s, 2 s × 3 actual=1 s
    expected: 1 s, 2 s × 3
    actual: 1 s
    "##);
    let course = |attempts, pauses: &[f64]| Course {
        attempts,
        pauses: pauses.to_vec(),
    };
    let unlike = Fault::Unlike {
        call: "second".to_owned(),
        other: "first".to_owned(),
        expected: course(3, &[1.0, 2.0]),
        seen: course(1, &[]),
    };
    insta::assert_snapshot!(failed(unlike), @r##"
    Failed wrong
    - retry-unlike call=`second` other=`first` expected=3: 1 s, 2 s actual=1
    expected: 3: 1 s, 2 s
    actual: 1
    "##);
}

#[test]
fn time_that_is_not_slept_is_told_with_the_line_that_spins() {
    let not_slept = |spins, line: Option<u32>| Fault::NotSlept {
        call: call(),
        attempt: 1,
        seconds: 2.0,
        slept: 0.5,
        spins,
        at: line.map(|line| Location {
            file: "retrying.py".to_owned(),
            line,
        }),
    };
    insta::assert_snapshot!(failed(not_slept(false, None)), @r##"
    Failed wrong
    - retry-not-slept call=`wrapped()` attempt=1 seconds=2 slept=0.5 at=nowhere
    expected: 2 s
    actual: 0.5 s
    "##);
    insta::assert_snapshot!(failed(not_slept(true, Some(7))), @r##"
    Failed busy-wait
    - retry-spins call=`wrapped()` attempt=1 seconds=2 slept=0.5 at=retrying.py:7
    expected: 2 s
    actual: 0.5 s
    "##);
}

#[test]
fn the_program_ends_with_the_call_that_went_wrong() {
    let extra = |call: &str| {
        let judgement = judged(Fault::Extra {
            call: call.to_owned(),
            attempts: 3,
        });
        judgement.evidence.example.unwrap()
    };
    insta::assert_snapshot!(extra("wrapped(1, 'a', size=2)"), @r##"
    import time
    from counter import helper, retry, stop_after_attempt

    number = 0
    returned, thrown = [], []
    def attempt(*args, **kwargs):
        global number
        number += 1
        print(f"{time.monotonic():.3f}: attempt {number}", args, kwargs)
        if 1 <= number <= 2:
            time.sleep(3)
            # Somebody sets the wall clock -60 s forward.
            thrown.append(OSError('x'))
            raise thrown[-1]
        if number == 3:
            returned.append(5)
            return returned[-1]
        raise SystemExit("one attempt too many")

    import time
    def fetch(page):
        return attempt(page)
    limit = 5
    wrapped = retry(stop=stop_after_attempt(limit))(fetch)
    result = error = None
    try:
        result = wrapped(1, 'a', size=2)
    except BaseException as raised:
        error = raised
    print(repr(error or result))
    "##);
    assert!(extra("wrapped()").contains("number == 4"));
}
