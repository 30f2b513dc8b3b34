//! Scenarios in, runs and judgements out.

use crate::checks::tests::{check_faults, context, parse, told};
use crate::model::clock::Clock;
use crate::model::observation::{Broken, ImportFailure, MissingName, Observation};
use crate::model::run::Run;
use crate::model::schedule::{
    Action, CallsRule, DataRace, ExpectedEnd, Exploration, Failing, Grain, HeldLock, Interleaving, Leaves,
    LeftThread, OperationEnd, Part, Plan, Races, RacingAccess, Replay, Row, Violation, Wait,
};
use crate::model::value::{Exception, Value};
use crate::model::verdict::Location;

const MODEL: &str = r#"
model = """
class Counter:
    value = 0
"""
"#;

const SCENARIO: &str = r#"
[[scenario]]
name = "two increments"
setup = "c = Counter()"
threads = [["c.increment()"], [{ do = "c.increment()" }]]
end = ["c.value"]
watch = "Counter.increment"
"#;

fn line(line: u32) -> Location {
    Location {
        file: "counter.py".to_owned(),
        line,
    }
}

fn exception(class: &str) -> Exception {
    let classes = [class, "Exception", "BaseException", "object"]
        .map(str::to_owned)
        .to_vec();
    Exception {
        classes,
        text: "no".to_owned(),
        location: Some(line(9)),
        cause: Vec::new(),
    }
}

fn row(thread: u32, at: u32, action: Action, value: &str, overwrites: Option<usize>) -> Row {
    let source = "self._value += amount".to_owned();
    let target = "self._value".to_owned();
    Row {
        thread,
        location: line(at),
        source,
        action,
        target,
        value: Some(value.to_owned()),
        overwrites,
    }
}

fn exploration(failing: Option<Failing>) -> Exploration {
    Exploration {
        schedules: 12,
        pruned: 3,
        exhausted: failing.is_none(),
        swept: true,
        bound: None,
        failing: failing.map(Box::new),
    }
}

fn replay(plan: Plan) -> Replay {
    let scenario = "two increments".to_owned();
    Replay {
        scenario,
        plan,
        grain: Grain::Coarse,
        release_points: false,
    }
}

/// What is told when a scenario fails like this under this schedule.
fn failed(violation: Violation, plan: Plan) -> String {
    let rows = vec![
        row(1, 7, Action::Reads, "0", None),
        row(2, 7, Action::Reads, "0", None),
        row(2, 7, Action::Writes, "1", None),
        row(1, 8, Action::Writes, "1", Some(2)),
    ];
    let threads = ["main", "Thread-1", "Thread-2"].map(str::to_owned).to_vec();
    let interleaving = Interleaving {
        threads,
        rows: if plan.is_empty() { Vec::new() } else { rows },
    };
    let failing = Failing {
        found_after: 2,
        replay: replay(plan),
        violation,
        results: Vec::new(),
        watched: Vec::new(),
        interleaving,
        races: Vec::new(),
    };
    let kind = parse("schedules", &(MODEL.to_owned() + SCENARIO)).unwrap();
    let judgement = kind
        .as_check()
        .judge(&context(), &[Observation::Schedules(exploration(Some(failing)))]);
    assert_eq!(judgement.evidence.searches.len(), 1);
    told(&judgement)
        .split("\nexample: ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn pair(code: &str, result: &str) -> (String, String) {
    (code.to_owned(), result.to_owned())
}

#[test]
fn a_plan_has_one_run_for_each_scenario() {
    let keys =
        format!("setup = \"import threading\"\nbudget.schedules = 7\n{MODEL}{SCENARIO}budget.sweep = 5\n");
    let runs = parse("schedules", &keys).unwrap().as_check().plan(&context());
    let [Run::Schedules(scenario)] = runs.as_slice() else {
        unreachable!("one scenario, one run")
    };
    assert_eq!(scenario.needs, ["Counter"]);
    assert_eq!(scenario.setup, "import threading\nc = Counter()");
    assert_eq!(
        scenario
            .threads
            .iter()
            .map(|thread| thread[0].judged)
            .collect::<Vec<_>>(),
        [true, false]
    );
    assert_eq!(
        (
            scenario.budget.schedules,
            scenario.budget.sweep,
            scenario.budget.random
        ),
        (7, 5, 30)
    );
    assert!(scenario.rule.model.is_some() && scenario.rule.expectations.is_empty());
    assert_eq!(scenario.clock, Clock::Loose);
}

#[test]
fn what_an_operation_must_come_to_stands_under_its_key() {
    let keys = "scenario = [{ main = [{ do = 'f()' }, { value = 'g()', equals_python = '(1,)' }], end = [{ value = 'h', equals = 2 }],
threads = [[], [{ do = 'f()' }, { do = 'g()', raises = 'TimeoutError' }]] }]";
    let runs = parse("schedules", keys).unwrap().as_check().plan(&context());
    let [Run::Schedules(scenario)] = runs.as_slice() else {
        unreachable!("one scenario, one run")
    };
    let ends = scenario.rule.expectations.iter();
    let ends: Vec<_> = ends
        .map(|expected| (expected.operation, expected.end.clone().unwrap()))
        .collect();
    let raises = ExpectedEnd::Raises("TimeoutError".to_owned());
    let pair = ExpectedEnd::Value(Value::Tuple(vec![Value::int(1)]));
    assert_eq!(
        ends,
        [
            ((Part::Thread, 2, 1), raises),
            ((Part::Main, 0, 1), pair),
            ((Part::End, 0, 0), ExpectedEnd::Value(Value::int(2)))
        ]
    );
    assert_eq!(scenario.name, "#1");
    assert_eq!(scenario.needs, ["f", "g", "h"]);
}

#[test]
fn a_scenario_of_a_clock_check_may_let_time_pass_early() {
    let keys = "may_leave_threads = true\nscenario = [{ main = [{ do = 'f()' }], early = true }, { main = [{ do = 'f()' }] }]";
    let runs = parse("clock", keys).unwrap().as_check().plan(&context());
    let [Run::Schedules(early), Run::Schedules(strict)] = runs.as_slice() else {
        unreachable!("two scenarios, two runs")
    };
    assert_eq!((early.clock, strict.clock), (Clock::Loose, Clock::Strict));
    assert!(early.may_leave_threads && strict.may_leave_threads);
}

#[test]
fn a_lost_update_is_a_race_at_the_overwriting_line() {
    let seen = vec![pair("c.value", "1")];
    insta::assert_snapshot!(failed(Violation::NoSerialOrder { seen, allowed: vec![vec!["2".to_owned()]] }, vec![(7, 2)]), @r#"
    Failed race
    - schedules-no-serial-order
    - schedules-scenario scenario=two increments
    - schedules-lost-update thread=Thread-1 at=counter.py:8 target=`self._value` other=Thread-2 other_at=counter.py:7
    - schedules-switches switches=1 plan=`7:2`
    expected: c.value → 2
    actual: c.value → 1
    at: counter.py:8
    plan: 7:2
    "#);
}

#[test]
fn a_wrong_outcome_without_a_switch_is_no_race() {
    let seen = vec![pair("c.increment()", "None"), pair("c.value", "2")];
    let allowed = vec![
        vec!["1".to_owned(), "2".to_owned()],
        vec!["2".to_owned(), "2".to_owned()],
    ];
    insta::assert_snapshot!(failed(Violation::NoSerialOrder { seen, allowed }, vec![]), @r#"
    Failed wrong
    - schedules-no-serial-order
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    expected: c.increment() → 1, c.value → 2
        c.increment() → 2, c.value → 2
    actual: c.increment() → None, c.value → 2
    plan: 
    "#);
    let seen = OperationEnd::Value(Value::int(3));
    let wrong = Violation::WrongResult {
        code: "count(c, 2, 2)".to_owned(),
        expected: Value::int(4),
        seen,
    };
    insta::assert_snapshot!(failed(wrong, vec![]), @r#"
    Failed wrong
    - schedules-wrong-value code=`count(c, 2, 2)` expected=`4` actual=`3`
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    expected: 4
    actual: 3
    plan: 
    "#);
}

#[test]
fn exceptions_are_exceptions_whatever_the_schedule() {
    let seen = OperationEnd::Raised(exception("TypeError"));
    let wrong = Violation::WrongResult {
        code: "count(c, 2, 2)".to_owned(),
        expected: Value::int(4),
        seen,
    };
    insta::assert_snapshot!(failed(wrong, vec![]), @r#"
    Failed exception
    - schedules-wrong-value code=`count(c, 2, 2)` expected=`4` actual=`TypeError: no`
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    expected: 4
    actual: TypeError: no
    at: counter.py:9
    plan: 
    "#);
    let raised = Violation::Raised {
        thread: 1,
        code: "c.increment()".to_owned(),
        exception: exception("KeyError"),
    };
    insta::assert_snapshot!(failed(raised, vec![(3, 2), (9, 1)]), @r#"
    Failed exception
    - schedules-raised thread=Thread-1 code=`c.increment()` exception=`KeyError: no`
    - schedules-scenario scenario=two increments
    - schedules-lost-update thread=Thread-1 at=counter.py:8 target=`self._value` other=Thread-2 other_at=counter.py:7
    - schedules-switches switches=2 plan=`3:2,9:1`
    at: counter.py:9
    plan: 3:2,9:1
    "#);
    let died = Violation::ThreadDied {
        thread: "Thread-3".to_owned(),
        exception: exception("counter.Mine"),
    };
    insta::assert_snapshot!(failed(died, vec![]), @r#"
    Failed exception
    - schedules-thread-died thread=Thread-3 exception=`counter.Mine: no`
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    at: counter.py:9
    plan: 
    "#);
}

#[test]
fn a_deadlock_names_who_waits_for_whom_and_where() {
    let wait = |thread: &str, holder: Option<&str>, holder_ended: bool| Wait {
        thread: thread.to_owned(),
        wanted: "Lock self._lock".to_owned(),
        at: (thread != "main").then(|| line(11)),
        holder: holder.map(str::to_owned),
        taken_at: holder_ended.then(|| line(12)),
        holder_ended,
        missed: None,
        cleared: None,
    };
    let waits = vec![
        wait("main", None, false),
        wait("Thread-1", Some("Thread-2"), false),
        wait("Thread-2", Some("Thread-3"), true),
    ];
    insta::assert_snapshot!(failed(Violation::Deadlock { waits }, vec![]), @r#"
    Failed deadlock
    - schedules-deadlock
    - deadlock-waits thread=main wanted=Lock self._lock at=nowhere taken_at=nowhere
    - deadlock-waits-held holder=Thread-2 thread=Thread-1 wanted=Lock self._lock at=counter.py:11 taken_at=nowhere
    - deadlock-waits-ended holder=Thread-3 thread=Thread-2 wanted=Lock self._lock at=counter.py:11 taken_at=counter.py:12
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    at: counter.py:11
    plan: 
    "#);
}

fn held(thread: &str, wanted: &str, holder: &str) -> Wait {
    Wait {
        thread: thread.to_owned(),
        wanted: wanted.to_owned(),
        at: Some(line(11)),
        holder: Some(holder.to_owned()),
        taken_at: Some(line(10)),
        holder_ended: false,
        missed: None,
        cleared: None,
    }
}

#[test]
fn a_circle_of_waits_is_told_first_and_has_its_advice() {
    let waits = vec![
        held("main", "join of thread 1", "thread 1"),
        held("thread 1", "Lock a.lock #1", "thread 2"),
        held("thread 2", "Lock b.lock #2", "thread 1"),
    ];
    insta::assert_snapshot!(failed(Violation::Deadlock { waits }, vec![]), @r#"
    Failed deadlock
    - schedules-deadlock-circle threads=2
    - deadlock-waits-held holder=thread 2 thread=thread 1 wanted=Lock a.lock #1 at=counter.py:11 taken_at=counter.py:10
    - deadlock-waits-held holder=thread 1 thread=thread 2 wanted=Lock b.lock #2 at=counter.py:11 taken_at=counter.py:10
    - deadlock-waits thread=main wanted=join of thread 1 at=counter.py:11 taken_at=counter.py:10
    - deadlock-numbers
    - deadlock-advice-order
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    at: counter.py:11
    plan:
    "#);
    let waits = vec![
        held("main", "join of thread 1", "thread 1"),
        held("thread 1", "Lock lock", "main"),
    ];
    insta::assert_snapshot!(failed(Violation::Deadlock { waits }, vec![]), @r#"
    Failed deadlock
    - schedules-deadlock-circle threads=2
    - deadlock-waits thread=main wanted=join of thread 1 at=counter.py:11 taken_at=counter.py:10
    - deadlock-waits-held holder=main thread=thread 1 wanted=Lock lock at=counter.py:11 taken_at=counter.py:10
    - deadlock-advice-join
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    at: counter.py:11
    plan:
    "#);
    for (wanted, advised) in [("Lock lock", true), ("RLock lock", false)] {
        let waits = vec![held("thread 1", wanted, "thread 1")];
        let told = failed(Violation::Deadlock { waits }, vec![]);
        assert!(told.contains("schedules-deadlock-self"), "{told}");
        assert_eq!(told.contains("deadlock-advice-again"), advised, "{told}");
    }
}

#[test]
fn a_wake_up_that_came_too_early_has_its_own_reason() {
    let wait = |wanted: &str, cleared: Option<u32>| Wait {
        holder: None,
        taken_at: None,
        missed: Some(line(7)),
        cleared: cleared.map(line),
        ..held("thread 1", wanted, "")
    };
    let waits = vec![
        held("main", "join of thread 1", "thread 1"),
        wait("Condition self.ready", None),
    ];
    insta::assert_snapshot!(failed(Violation::Deadlock { waits }, vec![(2, 1)]), @r#"
    Failed missed-wakeup
    - schedules-missed-notify thread=thread 1 wanted=Condition self.ready at=counter.py:11 missed_at=counter.py:7
    - deadlock-waits thread=main wanted=join of thread 1 at=counter.py:11 taken_at=counter.py:10
    - missed-advice-condition
    - schedules-scenario scenario=two increments
    - schedules-switches switches=1 plan=`2:1`
    at: counter.py:11
    plan: 2:1
    "#);
    let waits = vec![wait("Event self.ready", Some(8))];
    insta::assert_snapshot!(failed(Violation::Deadlock { waits }, vec![]), @r#"
    Failed missed-wakeup
    - schedules-missed-set thread=thread 1 wanted=Event self.ready at=counter.py:11 missed_at=counter.py:7 cleared_at=counter.py:8
    - missed-advice-event
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    at: counter.py:11
    plan:
    "#);
}

#[test]
fn a_spin_and_a_broken_invariant_have_their_words() {
    let spin = Violation::Spin {
        thread: "Thread-1".to_owned(),
        location: Some(line(4)),
    };
    insta::assert_snapshot!(failed(spin, vec![]), @r#"
    Failed spin
    - schedules-spin thread=Thread-1 at=counter.py:4
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    at: counter.py:4
    plan: 
    "#);
    let seen = OperationEnd::Value(Value::Bool(false));
    let broken = Violation::NotAlways {
        code: "c.value >= 0".to_owned(),
        seen,
    };
    insta::assert_snapshot!(failed(broken, vec![(1, 2)]), @r#"
    Failed race
    - schedules-not-always code=`c.value >= 0` actual=`False`
    - schedules-scenario scenario=two increments
    - schedules-lost-update thread=Thread-1 at=counter.py:8 target=`self._value` other=Thread-2 other_at=counter.py:7
    - schedules-switches switches=1 plan=`1:2`
    expected: True
    actual: False
    at: counter.py:8
    plan: 1:2
    "#);
}

#[test]
fn a_race_is_told_with_both_lines_where_it_fails_and_beside_a_wrong_outcome() {
    let access = |thread: &str, at, action| RacingAccess {
        thread: thread.to_owned(),
        location: line(at),
        action,
    };
    let race = |first, second| DataRace {
        target: "self.stop".to_owned(),
        first: access("thread 1", 5, first),
        second: access("thread 2", 6, second),
    };
    let races = vec![
        race(Action::Reads, Action::Writes),
        race(Action::Writes, Action::Reads),
        race(Action::Writes, Action::Writes),
    ];
    insta::assert_snapshot!(failed(Violation::Race { races }, vec![]), @r#"
    Failed race
    - schedules-race target=`self.stop` thread=thread 2 at=counter.py:6 other=thread 1 other_at=counter.py:5
    - schedules-race target=`self.stop` thread=thread 1 at=counter.py:5 other=thread 2 other_at=counter.py:6
    - schedules-race-writes target=`self.stop` thread=thread 1 at=counter.py:5 other=thread 2 other_at=counter.py:6
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    at: counter.py:6
    plan:
    "#);
}

#[test]
fn a_scenario_or_its_check_may_forbid_races() {
    let check = |keys: &str, expected| {
        let runs = parse("schedules", keys).unwrap().as_check().plan(&context());
        let [Run::Schedules(scenario)] = runs.as_slice() else {
            unreachable!("one scenario, one run")
        };
        assert_eq!(scenario.rule.races, expected, "{keys}");
    };
    check("scenario = [{ main = [{ do = 'f()' }] }]", Races::Told);
    check(
        "races = 'fail'\nscenario = [{ main = [{ do = 'f()' }] }]",
        Races::Fail,
    );
    check(
        "scenario = [{ main = [{ do = 'f()' }], races = 'fail' }]",
        Races::Fail,
    );
    check(
        "races = 'fail'\nscenario = [{ main = [{ do = 'f()' }], races = 'told' }]",
        Races::Told,
    );
}

#[test]
fn what_an_operation_leaves_behind_is_named_with_its_line() {
    let left = |wanted: Option<&str>| LeftThread {
        thread: "Thread-1 (work)".to_owned(),
        started_at: Some(line(5)),
        wanted: wanted.map(str::to_owned),
        at: wanted.map(|_| line(9)),
    };
    let violation = Violation::ThreadsLeft {
        code: "pool.close()".to_owned(),
        threads: vec![left(None), left(Some("Queue self.jobs"))],
    };
    insta::assert_snapshot!(failed(violation, vec![]), @r#"
    Failed thread-left
    - schedules-threads-left threads=2 code=`pool.close()`
    - thread-left-running thread=Thread-1 (work) started_at=counter.py:5
    - thread-left-waiting thread=Thread-1 (work) started_at=counter.py:5 wanted=Queue self.jobs at=counter.py:9
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    at: counter.py:5
    plan:
    "#);
    let held = |ended: bool| HeldLock {
        thread: "thread 1".to_owned(),
        lock: "Lock self.lock".to_owned(),
        taken_at: Some(line(6)),
        ended,
    };
    let violation = Violation::LocksHeld {
        code: "transfer(a, b, 1)".to_owned(),
        locks: vec![held(false), held(true)],
    };
    insta::assert_snapshot!(failed(violation, vec![]), @r#"
    Failed lock-held
    - lock-held code=`transfer(a, b, 1)` thread=thread 1 lock=Lock self.lock taken_at=counter.py:6
    - lock-held-ended code=`transfer(a, b, 1)` thread=thread 1 lock=Lock self.lock taken_at=counter.py:6
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    at: counter.py:6
    plan:
    "#);
}

#[test]
fn an_operation_may_say_what_must_be_gone_after_it() {
    let keys = "scenario = [{ threads = [[{ do = 'f()', no_locks_held = true }]], main = [{ do = 'g()', no_threads_left = true }, { value = 'h()', equals = 1, no_threads_left = true, no_locks_held = true }] }]";
    let runs = parse("schedules", keys).unwrap().as_check().plan(&context());
    let [Run::Schedules(scenario)] = runs.as_slice() else {
        unreachable!("one scenario, one run")
    };
    let leaves = |no_threads, no_locks| Leaves { no_threads, no_locks };
    assert_eq!(scenario.threads[0][0].leaves, leaves(false, true));
    assert_eq!(scenario.main[0].leaves, leaves(true, false));
    assert_eq!(scenario.main[1].leaves, leaves(true, true));
}

#[test]
fn each_part_of_the_calls_rule_has_its_words() {
    let rule = CallsRule {
        threads: 3,
        each: 2,
        overlap: true,
        caller: false,
    };
    let calls = Violation::Calls {
        rule,
        by_thread: vec![2, 1],
        by_caller: 3,
        overlap: false,
    };
    insta::assert_snapshot!(failed(calls, vec![]), @r#"
    Failed wrong
    - calls-by-caller calls=3 watched=`Counter.increment`
    - calls-threads expected=3 actual=2 watched=`Counter.increment`
    - calls-each expected=2 actual=2, 1 watched=`Counter.increment`
    - calls-no-overlap watched=`Counter.increment`
    - schedules-scenario scenario=two increments
    - schedules-no-switch
    plan: 
    "#);
}

#[test]
fn what_ends_the_process_or_the_import_is_told_as_in_any_check() {
    let ids = |violation| {
        failed(violation, vec![])
            .lines()
            .take(2)
            .collect::<Vec<_>>()
            .join("; ")
    };
    insta::assert_snapshot!(ids(Violation::Broken(Broken::Exited(0))), @"Failed no-answer; - broken-exited status=0");
    insta::assert_snapshot!(ids(Violation::NotImported(ImportFailure::Raised(exception("SyntaxError")))), @"Failed import-error; - import-raised exception=`SyntaxError: no`");
    let missing = MissingName {
        name: "count".to_owned(),
        present: vec!["Counter".to_owned()],
    };
    insta::assert_snapshot!(ids(Violation::NamesMissing(vec![missing])), @"Failed missing-name; - missing-name name=`count`");
}

#[test]
fn a_pass_says_how_much_was_run() {
    let kind = parse("schedules", &(MODEL.to_owned() + &SCENARIO.repeat(3))).unwrap();
    let partial = |bound| Exploration {
        exhausted: false,
        bound: Some(bound),
        schedules: 480,
        ..exploration(None)
    };
    let runs = [exploration(None), partial(2), partial(0)].map(Observation::Schedules);
    insta::assert_snapshot!(told(&kind.as_check().judge(&context(), &runs)), @r#"
    Passed passed
    - schedules-all schedules=12 scenarios=1
    - schedules-bounded bound=2 schedules=480 scenario=two increments
    - schedules-some schedules=480 scenario=two increments
    "#);
    let all = [exploration(None), exploration(None), exploration(None)].map(Observation::Schedules);
    insta::assert_snapshot!(told(&kind.as_check().judge(&context(), &all)), @r#"
    Passed passed
    - schedules-all schedules=36 scenarios=3
    "#);
}

#[test]
fn the_scenario_is_shown_as_a_program() {
    let kind = parse("schedules", &(MODEL.to_owned() + SCENARIO)).unwrap();
    let violation = Violation::Deadlock { waits: Vec::new() };
    let failing = Failing {
        found_after: 1,
        replay: replay(vec![]),
        violation,
        results: Vec::new(),
        watched: Vec::new(),
        interleaving: Interleaving::default(),
        races: Vec::new(),
    };
    let judgement = kind
        .as_check()
        .judge(&context(), &[Observation::Schedules(exploration(Some(failing)))]);
    insta::assert_snapshot!(judgement.evidence.example.unwrap(), @r#"
    from threading import Thread
    from counter import Counter

    c = Counter()
    def thread_1():
        c.increment()
    def thread_2():
        c.increment()
    threads = [Thread(target=thread_1), Thread(target=thread_2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(c.value)
    "#);
}

#[test]
fn what_scenarios_cannot_be_is_refused() {
    let check = |scenario: &str, codes: &[&str]| {
        check_faults(
            "schedules",
            &format!("{MODEL}\nscenario = [{{ threads = [['1']], {scenario} }}]"),
            codes,
        );
    };
    check("name = 'good'", &[]);
    check("setup = 'c = Other()'", &["model-lacks-name"]);
    check("end = [{ value = 'Counter.value', equals = 1 }]", &[]);
    check(
        "end = [{ value = '1', equals = 1, raises = 'KeyError' }]",
        &["operation-shape"],
    );
    check("end = [{ do = '1', raises = 'KeyEror' }]", &["unknown-exception"]);
    check("end = [{ do = '1', equals = 1 }]", &["operation-shape"]);
    check("end = [{}]", &["operation-shape"]);
    check("end = ['Counter(']", &["python-syntax"]);
    check("always = ['x = 1']", &["python-not-an-expression"]);
    check("watch = 'a-b'", &["bad-name"]);
    check("calls = { threads = 1, each = 1 }", &["calls-without-watch"]);
    check("watch = 'f', calls = {}", &["calls-shape"]);
    check("watch = 'f', calls = { threads = 1 }", &["calls-shape"]);
    check(
        "watch = 'f', calls = { count = 1, overlap = true }",
        &["calls-shape"],
    );
    check(
        "watch = 'f', calls = { count = 1, at_once = 0 }",
        &["calls-shape"],
    );
    check("watch = 'f', calls = { starts = [0] }", &["clock-only"]);
    check("takes = 1", &["clock-only"]);
    check_faults(
        "clock",
        "scenario = [{ main = [{ do = '1', takes = 1 }], early = true }]",
        &["clock-only"],
    );
    check(
        "end = [{ do = '1', takes = 1, wakeups_per_second = 2 }]",
        &["clock-only", "clock-only"],
    );
    check("may_raise = ['TypError']", &["unknown-exception"]);
}

#[test]
fn checks_that_can_find_nothing_out_are_refused() {
    check_faults("schedules", "scenario = []", &["no-scenarios"]);
    check_faults("schedules", "scenario = [{ name = 'x' }]", &["empty-scenario"]);
    check_faults(
        "schedules",
        "scenario = [{ threads = [['f()']] }]",
        &["no-expectation"],
    );
    check_faults(
        "schedules",
        "scenario = [{ main = [{ value = 'f()' }] }]",
        &["operation-shape"],
    );
    check_faults(
        "schedules",
        "scenario = [{ threads = [[{ value = 'f()', equals = 1 }, { value = 'f()' }]] }]",
        &["operation-shape"],
    );
    check_faults(
        "schedules",
        "model = 'x = 1'\nmodel_file = 'm.py'\nscenario = [{ threads = [['x']] }]",
        &["two-models"],
    );
    check_faults(
        "schedules",
        "model_file = 'm.py'\nscenario = [{ threads = [['x']] }]",
        &["unreadable-file"],
    );
}
