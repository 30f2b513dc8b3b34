//! Steps in, runs and judgements out.

use crate::checks::python::literal::literal;
use crate::checks::tests::{check_faults, context, parse, told};
use crate::model::message::{Message, Text, Words};
use crate::model::observation::{Broken, LimitKind, Observation, StepEnd};
use crate::model::run::{Piece, Run};
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
        cause: Vec::new(),
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
        Run::Steps(steps) => (steps.needs, steps.pieces),
        other => unreachable!("{other:?}"),
    });
    let expected = [("Counter", "c = Counter()"), ("f", "f(1)")];
    let expected = expected.map(|(name, code)| (vec![name.to_owned()], vec![Piece::Code(code.to_owned())]));
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

/// The judgement of a check with the reference solution, for the ends of its cases.
#[track_caller]
fn judged_all(keys: &str, observations: &[Observation]) -> String {
    told(
        &parse("call", keys)
            .unwrap()
            .as_check()
            .judge(&context(), observations),
    )
}

#[test]
fn what_stands_around_a_step_is_asked_in_order() {
    let keys = "step = [{ run = 'f()', prints = 'a', unchanged = ['x', 'y'] }, { value = 'f()', same_as = 'x', different_from = ['y'] }]";
    let runs = parse("call", keys).unwrap().as_check().plan(&context());
    let [Run::Steps(steps)] = runs.as_slice() else {
        panic!("{runs:?}")
    };
    let code = |code: &str| Piece::Code(code.to_owned());
    let is = |code: &str| Piece::Is(code.to_owned());
    let first = [
        code("x"),
        code("y"),
        Piece::Capture,
        code("f()"),
        Piece::Captured,
        code("x"),
        code("y"),
    ];
    let second = [code("f()"), is("x"), is("y")];
    assert_eq!(steps.pieces, [&first[..], &second[..]].concat());
    assert_eq!(steps.needs, ["f", "x", "y"]);
}

#[test]
fn output_identity_and_what_must_not_change_are_judged() {
    let keys = "step = [{ run = 'f()', prints = \"a\\nb\\n\", unchanged = ['x'] }, { value = 'f()', same_as = 'x', different_from = ['y'] }]";
    let right = || {
        let printed = "(b'a\\nb\\n', b'')";
        ["[1]", "None", "None", printed, "[1]", "None", "True", "False"]
            .map(value)
            .to_vec()
    };
    let judge = |ends: Vec<StepEnd>| judged_all(keys, &[Observation::Steps(ends)]);
    let with = |at: usize, code: &str| {
        let mut ends = right();
        ends[at] = value(code);
        judge(ends)
    };
    assert_eq!(judge(right()), "Passed passed");
    insta::assert_snapshot!(with(3, "(b'a\\nc\\n', b'')"), @r"
    Failed wrong
    - call-wrong-output code=`f()`
    - lines-differ line=2 expected=`b` actual=`c`
    expected: 'a\nb\n'
    actual: 'a\nc\n'
    example: from counter import f, x, y
        
        f()
        print(repr(x))
    ");
    assert!(with(3, "(None, b'')").starts_with("Failed output-limit\n- broken-output\n- call-at code=`f()`"));
    insta::assert_snapshot!(with(4, "[True]"), @r"
    Failed wrong
    - call-changed code=`f()` looked=`x` expected=`[1]` actual=`[True]`
    - differs-at place=`[0]` expected=`1` actual=`True`
    expected: [1]
    actual: [True]
    example: from counter import f, x, y
        
        f()
        print(repr(x))
    ");
    assert!(with(6, "False").starts_with("Failed wrong\n- call-other-object code=`f()` other=`x`"));
    assert!(with(7, "True").starts_with("Failed wrong\n- call-same-object code=`f()` other=`y`"));
    // Two objects of one class that nothing is known of are not said to be the same.
    let opaque = || {
        StepEnd::Value(crate::model::value::Value::Opaque {
            class: "counter.Box".to_owned(),
        })
    };
    let mut ends = right();
    (ends[0], ends[4]) = (opaque(), opaque());
    assert!(judge(ends).starts_with("Failed wrong\n- call-unknown code=`f()` looked=`x`"));
    let mut ends = right();
    ends[6] = raised("ValueError", "no");
    assert!(judge(ends).starts_with("Failed exception\n- call-raised code=`x` exception=`ValueError: no`"));
}

#[test]
fn texts_and_causes_of_exceptions_are_exact() {
    let keys = "step = [{ run = 'f()', raises = 'ValueError', text = 'no', cause = 'LookupError' }]";
    let judge = |text: &str, cause: &[&str]| {
        let StepEnd::Raised(mut exception) = raised("ValueError", text) else {
            unreachable!("it is raised")
        };
        exception.cause = cause.iter().map(|&class| class.to_owned()).collect();
        judged_all(keys, &[Observation::Steps(vec![StepEnd::Raised(exception)])])
    };
    assert_eq!(judge("no", &["KeyError", "LookupError"]), "Passed passed");
    assert!(
        judge("no!", &["LookupError"])
            .starts_with("Failed wrong\n- call-wrong-exact-text code=`f()` text=`no`")
    );
    assert!(
        judge("no", &[]).contains(
            "- call-wrong-cause code=`f()` class=`ValueError` expected=`LookupError` actual=`None`"
        )
    );
    assert!(judge("no", &["OSError"]).contains("actual=`OSError`"));
}

#[test]
fn a_table_is_a_row_of_calls() {
    let keys = "table = [{ call = 'f', name = 't', within = 0.1, rows = [{ args = [1, 'a'], equals = 1.0 }, { args_python = '(None,)', kwargs = { k = true }, raises = 'TypeError' }] }]";
    let runs = parse("call", keys).unwrap().as_check().plan(&context());
    let [Run::Steps(steps)] = runs.as_slice() else {
        panic!("{runs:?}")
    };
    let calls = ["f(1, 'a')", "f(None, k=True)"].map(|code| Piece::Code(code.to_owned()));
    assert_eq!((steps.pieces.as_slice(), steps.apart), (&calls[..], true));
    let right = vec![value("1.05"), raised("TypeError", "x")];
    assert_eq!(judged_all(keys, &[Observation::Steps(right)]), "Passed passed");
    insta::assert_snapshot!(judged_all(keys, &[Observation::Steps(vec![value("1.0"), value("2")])]), @r"
    Failed wrong
    - call-did-not-raise code=`f(None, k=True)` class=`TypeError`
    - call-after-others count=1
    - call-case name=t
    expected: TypeError
    actual: 2
    example: from counter import f
        
        f(None, k=True)
    ");
    let cut = Observation::Cut(vec![value("1.0")], Broken::Limit(LimitKind::Cpu));
    assert!(
        judged_all(keys, &[cut])
            .starts_with("Failed cpu-limit\n- broken-cpu\n- call-at code=`f(None, k=True)`")
    );
}

const RANDOM: &str =
    "reference_python = 'def f(x): return x'\nrandom = [{ call = 'f', args = ['int'], count = 40 }]";

fn answers(ends: &[(&str, StepEnd)]) -> Observation {
    Observation::Reference(vec![
        ends.iter()
            .map(|(asked, end)| ((*asked).to_owned(), end.clone()))
            .collect(),
    ])
}

#[test]
fn random_calls_depend_on_the_seed_alone_and_are_asked_of_both() {
    let plan = |seed: u64| {
        let kind = parse("call", RANDOM).unwrap();
        let runs = kind
            .as_check()
            .plan(&crate::checks::TaskContext { seed, ..context() });
        let [Run::Steps(steps), Run::Reference(reference)] = runs.as_slice() else {
            panic!("{runs:?}")
        };
        let asked: Vec<Piece> = reference.cases[0].iter().cloned().map(Piece::Code).collect();
        assert_eq!(steps.pieces, asked);
        reference.cases.clone()
    };
    assert_eq!(plan(1), plan(1));
    assert_ne!(plan(1), plan(2));
}

#[test]
fn of_the_random_calls_that_fail_the_smallest_is_shown() {
    let right = answers(&[
        ("f(1)", value("1")),
        ("f(-70)", value("-70")),
        ("f(8)", value("8")),
    ]);
    let ends = |ends: [&str; 3]| Observation::Steps(ends.map(value).to_vec());
    assert_eq!(
        judged_all(RANDOM, &[ends(["1", "-70", "8"]), right.clone()]),
        "Passed passed"
    );
    insta::assert_snapshot!(judged_all(RANDOM, &[ends(["1", "70", "9"]), right]), @r"
    Failed wrong
    - call-wrong-value code=`f(8)` expected=`8` actual=`9`
    - call-after-others count=2
    expected: 8
    actual: 9
    example: from counter import f
        
        print(repr(f(8)))
    ");
}

#[test]
fn the_reference_solution_may_raise_and_may_not_give_what_cannot_be_compared() {
    let own = |class: &str| answers(&[("f(1)", raised(class, ""))]);
    let judge = |end: StepEnd, reference: Observation| {
        judged_all(RANDOM, &[Observation::Steps(vec![end]), reference])
    };
    assert_eq!(
        judge(raised("ValueError", "x"), own("ValueError")),
        "Passed passed"
    );
    assert_eq!(
        judge(raised("counter.Mine", "x"), own("__main__.Mine")),
        "Passed passed"
    );
    assert!(judge(raised("KeyError", "x"), own("ValueError")).starts_with("Failed exception"));
    assert!(judge(value("1"), own("ValueError")).starts_with("Failed wrong\n- call-did-not-raise"));
    let opaque = StepEnd::Value(crate::model::value::Value::Opaque {
        class: "m.A".to_owned(),
    });
    assert!(judge(opaque.clone(), answers(&[("f(1)", opaque)])).starts_with("Inconclusive grader-fault"));
    let faulty = Observation::Faulty("no".to_owned());
    assert!(judge(value("1"), faulty.clone()).starts_with("Inconclusive grader-fault"));
    let broken = Observation::Broken(Broken::Limit(LimitKind::Cpu));
    assert!(judged_all(RANDOM, &[broken, faulty]).starts_with("Failed cpu-limit"));
}

#[test]
fn a_name_is_a_text_or_one_in_each_language() {
    let case = |name: &str| format!("case = [{{ name = {name}, step = [{{ run = 'f()' }}] }}]");
    let judge = |name: &str| {
        let kind = parse("call", &case(name)).unwrap();
        let judgement = kind.as_check().judge(
            &context(),
            &[Observation::Steps(vec![raised("ValueError", "no")])],
        );
        let [.., Words::Ours(last)] = judgement.rationale.as_slice() else {
            panic!("{judgement:?}")
        };
        last.clone()
    };
    let text = |ru: Option<&str>| Text {
        en: "keys".to_owned(),
        ru: ru.map(str::to_owned),
    };
    for (name, told) in [
        ("'keys'", text(None)),
        ("{ en = 'keys' }", text(None)),
        ("{ en = 'keys', ru = 'ключи' }", text(Some("ключи"))),
    ] {
        assert_eq!(
            judge(name),
            Message::new("call-case").name("name", &told),
            "{name}"
        );
    }
    for name in ["{ ru = 'ключи' }", "{ en = 'keys', de = 'x' }", "3", "{ en = 3 }"] {
        check_faults("call", &case(name), &["shape"]);
    }
}

#[test]
fn what_new_keys_cannot_be_is_refused() {
    for (keys, codes) in [
        ("step = [{ run = 'f()', same_as = 'x' }]", &["step-shape"][..]),
        (
            "step = [{ value = 'f()', raises = 'OSError', text = 'a', text_matches = 'b' }]",
            &["step-shape"],
        ),
        ("step = [{ run = 'f()', cause = 'OSError' }]", &["step-shape"]),
        (
            "step = [{ value = 'f()', equals = 1.0, within = -1.0 }]",
            &["step-shape"],
        ),
        ("step = [{ run = 'f()', within = 1.0 }]", &["step-shape"]),
        (
            "step = [{ value = 'f()', equals_reference = true }]",
            &["no-reference"],
        ),
        (
            "reference = 'nowhere.py'\nstep = [{ value = 'f()', equals_reference = true }]",
            &["unreadable-file"],
        ),
        (
            "reference_python = 'g = 1'\nstep = [{ value = 'f()', equals_reference = true }]",
            &["reference-lacks-name"],
        ),
        ("table = [{ call = 'f', rows = [] }]", &["no-steps"]),
        (
            "table = [{ call = 'f', rows = [{ args = [1] }] }]",
            &["step-shape"],
        ),
        (
            "table = [{ call = 'f', rows = [{ equals = 1 }] }]",
            &["step-shape"],
        ),
        (
            "table = [{ call = 'f', rows = [{ args = 1, equals = 1 }] }]",
            &["step-shape"],
        ),
        (
            "table = [{ call = 'f(', rows = [{ args = [], equals = 1 }] }]",
            &["python-syntax"],
        ),
        (
            "table = [{ call = 'f', rows = [{ args = [], kwargs = { 'a b' = 1 }, equals = 1 }] }]",
            &["bad-name"],
        ),
        (
            "reference_python = 'f = 1'\nrandom = [{ call = 'f', args = ['integer'] }]",
            &["python-syntax"],
        ),
        ("random = [{ call = 'f', args = ['int'] }]", &["no-reference"]),
    ] {
        check_faults("call", keys, codes);
    }
}
