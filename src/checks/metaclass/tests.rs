//! The table of laws, what is refused in a spec, and what is planned.

use std::collections::BTreeSet;

use crate::checks::Kind;
use crate::checks::laws::tests::check_table;
use crate::checks::metaclass::LAWS;
use crate::checks::metaclass::subject::{Subject, Template, dict, text, tuple};
use crate::checks::tests::{check_faults, context, parse};
use crate::model::observation::{Observation, StepEnd};
use crate::model::run::{Piece, Run};
use crate::model::value::Value;

#[test]
fn every_law_has_a_name_words_and_an_entry() {
    check_table("metaclass", LAWS);
}

/// Faults of one subject with these keys.
#[track_caller]
fn faults(keys: &str, codes: &[&str]) {
    check_faults("metaclass", &format!("subject = [{{ {keys} }}]"), codes);
}

#[test]
fn what_laws_cannot_be_about_is_refused() {
    check_faults("metaclass", "", &["no-steps"]);
    faults("metaclass = 'M', laws = []", &["no-laws"]);
    faults("metaclass = 'M', laws = ['coperates']", &["unknown-law"]);
    faults("laws = ['cooperates']", &["no-subject", "law-lacks-key"]);
    faults(
        "metaclass = 'M', class = 'C', laws = ['cooperates']",
        &["two-subjects"],
    );
    faults("metaclass = 'M =', laws = ['cooperates']", &["python-syntax"]);
    for law in [
        "creation-order",
        "calls-noted",
        "subclasses-noted",
        "log-kept",
        "log-not-shadowed",
    ] {
        faults(&format!("metaclass = 'M', laws = ['{law}']"), &["law-lacks-key"]);
    }
    for law in [
        "registered-by-name",
        "left-out",
        "duplicate-refused",
        "registry-not-shadowed",
    ] {
        faults(&format!("metaclass = 'M', laws = ['{law}']"), &["law-lacks-key"]);
    }
    for law in ["gives", "gives-itself", "made-by-new", "init-not-run"] {
        faults(&format!("class = 'C', laws = ['{law}']"), &["law-lacks-key"]);
    }
    faults("metaclass = 'M', laws = ['bases-kept']", &["law-lacks-key"]);
    let shadow = "metaclass = 'M', log = 'events', made = '[NAME]', laws = ['log-not-shadowed']";
    faults(shadow, &["law-lacks-key"]);
}

#[test]
fn keys_that_are_not_what_they_must_be_are_refused() {
    let log = |keys: &str| format!("metaclass = 'M', log = 'M.log', {keys}, laws = ['log-kept']");
    faults(
        &log("made = '[(1, NAME)]', called = '(NAME, ARGS, KWARGS, None)'"),
        &[],
    );
    faults(&log("made = '(1, NAME)'"), &["template"]);
    faults(&log("made = '[NAMES]'"), &["python-syntax"]);
    faults(&log("called = '(NAME'"), &["python-syntax"]);
    let registry =
        |keys: &str| format!("metaclass = 'M', registry = 'M.all', {keys}, laws = ['registry-holds']");
    faults(
        &registry("left_out_by = 'abstract=True', kept_by = 'abstract=False, size=3'"),
        &[],
    );
    faults(&registry("left_out_by = 'abstract'"), &["python-syntax"]);
    faults(&registry("left_out_by = 'a=1) + f(b=2'"), &["python-syntax"]);
    faults(&registry("duplicate = 'TypError'"), &["unknown-exception"]);
    let gives = |row: &str| format!("class = 'C', gives = [{{ {row} }}], laws = ['gives']");
    faults(&gives("args = \"'4', base=2\", equals_python = '4'"), &[]);
    faults(&gives("args = '', equals = 0"), &[]);
    faults(
        &gives("args = '1) + (2', equals = 0"),
        &["python-syntax", "law-lacks-key"],
    );
    faults(&gives("args = '1'"), &["step-shape", "law-lacks-key"]);
    faults(
        &gives("args = '1', equals = 1, equals_python = '1'"),
        &["step-shape", "law-lacks-key"],
    );
}

#[test]
fn a_template_is_filled_wherever_its_places_are() {
    let place = |name: &str| Value::Str(format!("\0{name}"));
    let template = Template(Value::List(vec![
        tuple([text("call"), place("NAME")]),
        Value::Dict(vec![(place("NAME"), tuple([place("ARGS"), place("KWARGS")]))]),
        text("NAME"),
    ]));
    let (args, kwargs) = (tuple([Value::int(1)]), dict(&[("key", Value::None)]));
    let expected = Value::List(vec![
        tuple([text("call"), text("Heron")]),
        Value::Dict(vec![(text("Heron"), tuple([args.clone(), kwargs.clone()]))]),
        text("NAME"),
    ]);
    assert_eq!(template.fill("Heron", &args, &kwargs), expected);
}

#[test]
fn words_stand_for_what_the_laws_are_about() {
    let subject = Subject {
        metaclass: Some("pkg.Meta".to_owned()),
        class: Some("make() or Other".to_owned()),
        log: Some("pkg.Meta.events".to_owned()),
        ..Subject::default()
    };
    let words = subject.words(1, "a program");
    assert_eq!(
        words.of("\n$M($K, $LOG[0], $SHADOW)\n"),
        "pkg.Meta((make() or Other), pkg.Meta.events[0], events)"
    );
    let names: BTreeSet<&str> = "ABCD".chars().map(|letter| words.name(letter)).collect();
    assert_eq!(names.len(), 4);
    assert_ne!(words.name('A'), subject.words(1, "another program").name('A'));
    assert_ne!(words.name('A'), subject.words(2, "a program").name('A'));
}

/// The keys of the documentation example.
fn example() -> String {
    let example = Kind::example("metaclass").unwrap();
    let table: toml::Table = example.parse().unwrap();
    let mut check = table["check"].as_array().unwrap()[0].as_table().unwrap().clone();
    for key in ["id", "kind", "points", "title", "hint"] {
        check.remove(key);
    }
    check.to_string()
}

/// The pieces of every run but that of the reference solution.
fn pieces(seed: u64) -> Vec<Vec<String>> {
    let kind = parse("metaclass", &example()).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut context = context();
    context.seed = seed;
    let code = |piece: Piece| match piece {
        Piece::Code(code) | Piece::Is(code) => code,
        other => panic!("{other:?}"),
    };
    let runs = kind.as_check().plan(&context).into_iter();
    runs.filter_map(|run| match run {
        Run::Steps(steps) => Some(steps.pieces.into_iter().map(code).collect()),
        _ => None,
    })
    .collect()
}

#[test]
fn the_example_has_every_law_and_every_piece_is_python() {
    let text = example();
    for law in LAWS {
        assert!(text.contains(&format!("\"{}\"", law.name)), "{}", law.name);
    }
    let runs = pieces(3);
    assert!(runs.len() > 40, "{}", runs.len());
    for code in runs.iter().flatten() {
        assert!(crate::checks::python::statements(code).is_ok(), "{code}");
        assert!(!code.contains('$'), "{code}");
    }
}

#[test]
fn names_of_classes_come_from_the_seed() {
    assert_eq!(pieces(1), pieces(1));
    assert_ne!(pieces(1), pieces(2));
}

#[test]
fn what_no_law_says_is_judged_after_the_laws() {
    let keys = "
subject = [{ function = 'make_class', laws = ['module-kept'] }]
table = [{ call = 'twice', rows = [{ args = [1], equals = 2 }] }]";
    let kind = parse("metaclass", keys).unwrap();
    let ends = |values: Vec<Value>| Observation::Steps(values.into_iter().map(StepEnd::Value).collect());
    let mut context = context();
    context.seed = 1;
    let law = |module: &str| {
        let Run::Steps(steps) = kind.as_check().plan(&context).remove(0) else {
            panic!("steps");
        };
        let [Piece::Code(made), ..] = steps.pieces.as_slice() else {
            panic!("code");
        };
        let name = made.split('\'').nth(1).unwrap();
        let qualified = format!("Outer.{name}");
        ends(vec![
            Value::None,
            text(module),
            text(&qualified),
            text("A class."),
            text(name),
        ])
    };
    let judged = |observations: &[Observation]| {
        let judgement = kind.as_check().judge(&context, observations);
        crate::checks::tests::told(&judgement)
            .lines()
            .take(2)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let row = |number| ends(vec![Value::int(number)]);
    assert_eq!(judged(&[law("somewhere.else"), row(2)]), "Passed passed");
    insta::assert_snapshot!(judged(&[law("meta"), row(3)]), @r"
    Failed wrong
    - law-broken law=module-kept meaning=(law-metaclass-module-kept)
    ");
    insta::assert_snapshot!(judged(&[law("somewhere.else"), row(3)]), @r"
    Failed wrong
    - call-wrong-value code=`twice(1)` expected=`2` actual=`3`
    ");
    assert!(judged(&[law("somewhere.else")]).starts_with("Inconclusive"));
}
