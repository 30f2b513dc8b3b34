//! Steps in, runs and judgements out.

use crate::checks::python::literal::literal;
use crate::checks::tests::{check_faults, context, parse, told};
use crate::model::observation::{Broken, LimitKind, Observation, StepEnd};
use crate::model::run::Run;
use crate::model::value::Exception;
use crate::model::verdict::Location;

const STEPS: &str = r#"
step = [
    { run = "c = Counter(5)" },
    { run = "c.value = 9", raises = "AttributeError", text_matches = "set" },
    { value = "c.increment(-2)", equals = 3 },
]
case = [{ name = "true is not one", step = [{ value = "Counter(1).value", equals = 1 }] }]
"#;

fn value(code: &str) -> StepEnd {
    StepEnd::Value(literal(code).unwrap())
}

fn raised(class: &str, text: &str) -> StepEnd {
    let classes = [class, "Exception", "BaseException", "object"]
        .map(str::to_owned)
        .to_vec();
    let location = Some(Location {
        file: "counter.py".to_owned(),
        line: 7,
    });
    StepEnd::Raised(Exception {
        classes,
        text: text.to_owned(),
        location,
    })
}

fn judged(first: Vec<StepEnd>, second: Vec<StepEnd>) -> String {
    let kind = parse("call", STEPS).unwrap();
    told(&kind.as_check().judge(
        &context(),
        &[Observation::Steps(first), Observation::Steps(second)],
    ))
}

fn right() -> Vec<StepEnd> {
    vec![value("None"), raised("AttributeError", "can't set"), value("3")]
}

#[test]
fn a_plan_has_one_run_for_each_group_with_its_own_needs() {
    let kind = parse(
        "call",
        "step = [{ run = 'c = Counter()' }]\ncase = [{ step = [{ run = 'f(1)' }] }]",
    )
    .unwrap();
    let needs = kind.as_check().plan(&context()).into_iter().map(|run| match run {
        Run::Steps(steps) => (steps.needs, steps.code),
        Run::Schedules(_) => unreachable!("calls have no schedules"),
    });
    let expected = [("Counter", "c = Counter()"), ("f", "f(1)")];
    let expected = expected.map(|(name, code)| (vec![name.to_owned()], vec![code.to_owned()]));
    assert_eq!(needs.collect::<Vec<_>>(), expected);
}

#[test]
fn right_ends_pass() {
    assert_eq!(judged(right(), vec![value("1")]), "Passed passed");
}

#[test]
fn a_wrong_value_comes_with_the_smallest_program() {
    let mut ends = right();
    ends[2] = value("7");
    insta::assert_snapshot!(judged(ends, vec![value("1")]), @r#"
    Failed wrong
    - call-wrong-value code=`c.increment(-2)` expected=`3` actual=`7`
    expected: 3
    actual: 7
    example: from counter import Counter
        
        c = Counter(5)
        try:
            c.value = 9
        except AttributeError:
            pass
        print(repr(c.increment(-2)))
    "#);
}

#[test]
fn a_value_of_another_type_is_wrong_and_says_so() {
    insta::assert_snapshot!(judged(right(), vec![value("True")]), @r#"
    Failed wrong
    - call-wrong-value code=`Counter(1).value` expected=`1` actual=`True`
    - call-wrong-type expected=`int` actual=`bool`
    - call-case name=true is not one
    expected: 1
    actual: True
    example: from counter import Counter
        
        print(repr(Counter(1).value))
    "#);
}

#[test]
fn exceptions_are_judged_by_class_text_and_presence() {
    let mut ends = right();
    ends[1] = value("None");
    insta::assert_snapshot!(judged(ends.clone(), vec![]), @r#"
    Failed wrong
    - call-did-not-raise code=`c.value = 9` class=`AttributeError`
    expected: AttributeError
    actual: None
    example: from counter import Counter
        
        c = Counter(5)
        c.value = 9
    "#);
    ends[1] = raised("TypeError", "can't set");
    insta::assert_snapshot!(judged(ends.clone(), vec![]), @r#"
    Failed exception
    - call-raised-other code=`c.value = 9` class=`AttributeError` exception=`TypeError: can't set`
    expected: AttributeError
    actual: TypeError: can't set
    at: counter.py:7
    example: from counter import Counter
        
        c = Counter(5)
        c.value = 9
    "#);
    ends[1] = raised("AttributeError", "no way");
    insta::assert_snapshot!(judged(ends.clone(), vec![]), @r#"
    Failed wrong
    - call-wrong-text code=`c.value = 9` pattern=`set`
    expected: set
    actual: AttributeError: no way
    at: counter.py:7
    example: from counter import Counter
        
        c = Counter(5)
        c.value = 9
    "#);
    ends[1] = raised("AttributeError", "can't set");
    ends[2] = raised("counter.AttributeError", "mine");
    insta::assert_snapshot!(judged(ends, vec![]), @r#"
    Failed exception
    - call-raised code=`c.increment(-2)` exception=`counter.AttributeError: mine`
    expected: 3
    actual: counter.AttributeError: mine
    at: counter.py:7
    example: from counter import Counter
        
        c = Counter(5)
        try:
            c.value = 9
        except AttributeError:
            pass
        print(repr(c.increment(-2)))
    "#);
}

#[test]
fn a_step_that_was_not_reached_is_no_answer() {
    insta::assert_snapshot!(judged(right()[..2].to_vec(), vec![]), @r#"
    Failed no-answer
    - call-unreached code=`c.increment(-2)`
    example: from counter import Counter
        
        c = Counter(5)
        try:
            c.value = 9
        except AttributeError:
            pass
        print(repr(c.increment(-2)))
    "#);
}

#[test]
fn a_failure_decides_over_a_fault_of_ours_and_that_over_a_pass() {
    #[track_caller]
    fn check(first: Observation, second: Observation, expected: &str) {
        let kind = parse("call", STEPS).unwrap();
        let judgement = kind.as_check().judge(&context(), &[first, second]);
        assert_eq!(
            format!("{:?} {}", judgement.status, judgement.reason.as_str()),
            expected
        );
    }
    let faulty = || Observation::Faulty("no memory".to_owned());
    let steps = || Observation::Steps(right());
    check(faulty(), Observation::Steps(vec![value("2")]), "Failed wrong");
    check(steps(), faulty(), "Inconclusive grader-fault");
    check(
        Observation::Broken(Broken::Limit(LimitKind::Wall)),
        faulty(),
        "Failed timeout",
    );
    let kind = parse("call", STEPS).unwrap();
    assert_eq!(
        told(&kind.as_check().judge(&context(), &[])).lines().next(),
        Some("Inconclusive grader-fault")
    );
}

#[test]
fn what_steps_cannot_be_is_refused() {
    check_faults("call", "", &["no-steps"]);
    check_faults("call", "case = [{ step = [] }]", &["no-steps"]);
    check_faults("call", "step = [{}]", &["step-shape"]);
    check_faults("call", "step = [{ run = '1', value = '1' }]", &["step-shape"]);
    check_faults("call", "step = [{ value = '1' }]", &["step-shape"]);
    check_faults(
        "call",
        "step = [{ value = '1', equals_python = '1', raises = 'OSError' }]",
        &["step-shape"],
    );
    check_faults(
        "call",
        "step = [{ value = 'f(', equals = 1 }, { run = 'x = )' }]",
        &["python-syntax", "python-syntax"],
    );
}

#[test]
fn every_type_that_toml_has_can_be_expected() {
    #[track_caller]
    fn check(toml: &str, python: &str) {
        let kind = parse("call", &format!("step = [{{ value = 'f()', equals = {toml} }}]")).unwrap();
        let judgement = kind
            .as_check()
            .judge(&context(), &[Observation::Steps(vec![value(python)])]);
        assert_eq!(told(&judgement), "Passed passed", "{toml} {python}");
    }
    check("1", "1");
    check("0xffffffffffffffff", "18446744073709551615");
    check("1.0", "1.0");
    check("nan", "float('nan')");
    check("true", "True");
    check("'a'", "'a'");
    check("[1, 'a', []]", "[1, 'a', []]");
    check("{ b = 1, a = { c = 2 } }", "{'a': {'c': 2}, 'b': 1}");
}
