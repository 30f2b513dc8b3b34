//! Laws of a kind made for the tests, and what every table of laws must have.

use std::collections::BTreeSet;

use crate::checks::call::Case;
use crate::checks::laws::{Group, Law, Laws, Program, held, schema};
use crate::checks::tests::{context, told};
use crate::checks::{At, Check};
use crate::model::observation::Broken;
use crate::model::observation::{ImportFailure, Observation, StepEnd};
use crate::model::value::Value;

/// Every law has a name of its own, words in both languages under the name of the kind, and an entry in the reference.
#[track_caller]
pub(in crate::checks) fn check_table<S>(kind: &str, laws: &[Law<S>]) {
    let mut names = BTreeSet::new();
    let catalogues = [
        include_str!("../../report/words/en.ftl"),
        include_str!("../../report/words/ru.ftl"),
    ];
    for law in laws {
        assert!(names.insert(law.name), "{} is there twice", law.name);
        assert_eq!(law.meaning, format!("law-{kind}-{}", law.name));
        assert!(
            !law.about.is_empty(),
            "{} has no entry in the reference",
            law.name
        );
        for catalogue in catalogues {
            let line = format!("\n{} = ", law.meaning);
            assert!(catalogue.contains(&line), "{} has no words", law.meaning);
        }
    }
}

struct Adder {
    needs: Vec<String>,
    by: Option<i64>,
}

fn right(adder: &Adder, seed: u64) -> Vec<Case> {
    let value = |n: u64| Value::Int(n.to_string());
    let program = |n: u64| {
        Program::default()
            .run(format!("n = {n}"))
            .gives("add(n, 0)", value(n))
    };
    vec![Program::together(
        vec![program(seed + 1000), program(seed)],
        &adder.needs,
    )]
}

fn adds(adder: &Adder, _: u64) -> Vec<Case> {
    let by = adder.by.unwrap_or_default();
    let program = Program::default().gives(format!("add(1, {by})"), Value::int(1 + by));
    vec![program.alone(&adder.needs)]
}

static LAWS: [Law<Adder>; 2] = [
    Law {
        name: "neutral",
        meaning: "law-adder-neutral",
        about: "adding 0 changes nothing",
        lacks: |_| None,
        cases: right,
    },
    Law {
        name: "adds",
        meaning: "law-adder-adds",
        about: "adding changes the number by as much",
        lacks: |adder| adder.by.is_none().then_some("`by`"),
        cases: adds,
    },
];

fn laws() -> Laws<Adder> {
    let subject = Adder {
        needs: vec!["add".to_owned()],
        by: Some(2),
    };
    Laws {
        module: "counter".to_owned(),
        groups: vec![Group {
            subject,
            laws: LAWS.iter().collect(),
        }],
        cases: Vec::new(),
    }
}

fn ends(values: &[i64]) -> Observation {
    Observation::Steps(values.iter().map(|n| StepEnd::Value(Value::int(*n))).collect())
}

fn judged(observations: &[Observation]) -> String {
    told(&laws().judge(&context(), observations))
}

#[test]
fn a_plan_has_the_cases_of_each_law_in_order_and_right_ends_pass() {
    assert_eq!(laws().plan(&context()).len(), 2);
    assert_eq!(judged(&[ends(&[0, 1001, 0, 1]), ends(&[3])]), "Passed passed");
}

#[test]
fn the_first_broken_law_is_named_and_its_smallest_program_is_shown() {
    insta::assert_snapshot!(judged(&[ends(&[0, 7, 0, 8]), ends(&[9])]), @r"
    Failed wrong
    - law-broken law=neutral meaning=(law-adder-neutral)
    - call-wrong-value code=`add(n, 0)` expected=`1` actual=`8`
    expected: 1
    actual: 8
    example: from counter import add
        
        n = 1
        print(repr(add(n, 0)))
    ");
    insta::assert_snapshot!(judged(&[ends(&[0, 1001, 0, 1]), ends(&[9])]), @r"
    Failed wrong
    - law-broken law=adds meaning=(law-adder-adds)
    - call-wrong-value code=`add(1, 2)` expected=`3` actual=`9`
    expected: 3
    actual: 9
    example: from counter import add
        
        print(repr(add(1, 2)))
    ");
}

#[test]
fn nothing_after_a_program_without_an_answer_is_held_against_anybody() {
    let Observation::Steps(seen) = ends(&[0]) else {
        unreachable!()
    };
    let cut = Observation::Cut(seen, Broken::Exited(3));
    insta::assert_snapshot!(judged(&[cut, ends(&[3])]), @r"
    Failed no-answer
    - law-broken law=neutral meaning=(law-adder-neutral)
    - broken-exited status=3
    - call-at code=`add(n, 0)`
    example: from counter import add
        
        n = 1001
        print(repr(add(n, 0)))
    ");
}

#[test]
fn a_file_that_cannot_be_imported_has_broken_no_law() {
    let failure = || Observation::NotImported(ImportFailure::Broken(Broken::Exited(1)));
    let judgement = laws().judge(&context(), &[failure(), failure()]);
    assert!(!told(&judgement).contains("law"), "{}", told(&judgement));
}

#[test]
fn a_fault_of_ours_decides_only_where_every_law_holds() {
    let faulty = || Observation::Faulty("no memory".to_owned());
    assert!(judged(&[faulty(), ends(&[9])]).starts_with("Failed wrong"));
    assert!(judged(&[faulty(), ends(&[3])]).starts_with("Inconclusive"));
    assert!(judged(&[ends(&[0, 1001, 0, 1])]).starts_with("Inconclusive"));
}

#[test]
fn names_of_laws_are_known_offered_and_need_their_keys() {
    #[track_caller]
    fn check(names: &[&str], by: Option<i64>, codes: &[&str]) {
        let at = |value: &&str| At {
            value: (*value).to_owned(),
            span: 0..0,
        };
        let names = At {
            value: names.iter().map(at).collect(),
            span: 0..0,
        };
        let subject = Adder {
            needs: Vec::new(),
            by,
        };
        let mut faults = Vec::new();
        held(&names, &LAWS, &subject, &mut faults);
        let found: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(found, codes);
    }
    check(&["neutral", "adds"], Some(1), &[]);
    check(&[], None, &["no-laws"]);
    check(&["neutrl"], None, &["unknown-law"]);
    check(&["adds"], None, &["law-lacks-key"]);
    check(&["neutral", "neutral"], None, &["law-twice"]);
}

#[test]
fn the_schema_says_what_each_law_tries() {
    let text = schema(&LAWS).to_value().to_string();
    assert!(text.contains("adding 0 changes nothing"), "{text}");
}
