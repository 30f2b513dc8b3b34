//! The table of laws, what is refused in a spec, and what is planned.

use std::collections::BTreeSet;

use crate::checks::Kind;
use crate::checks::descriptor::LAWS;
use crate::checks::laws::tests::check_table;
use crate::checks::tests::{check_faults, context, parse};
use crate::model::run::{Piece, Run};

#[test]
fn every_law_has_a_name_words_and_an_entry() {
    check_table("descriptor", &LAWS);
}

#[test]
fn what_laws_cannot_be_about_is_refused() {
    check_faults("descriptor", "", &["no-steps"]);
    check_faults(
        "descriptor",
        "subject = [{ lookup = 'f', laws = [] }]",
        &["no-laws"],
    );
    check_faults(
        "descriptor",
        "subject = [{ lookup = 'f', laws = ['lookup-ordr'] }]",
        &["unknown-law"],
    );
    let lacking = |laws: &str, key: &str| {
        let keys = format!("subject = [{{ {key} laws = [{laws}] }}]");
        check_faults("descriptor", &keys, &["law-lacks-key"]);
    };
    lacking("'lookup-order'", "wrap = 'W',");
    lacking("'static-method'", "make = 'F()',");
    lacking("'without-builtins'", "wrap = 'W',");
    lacking("'takes'", "make = 'F()', good = ['1'],");
    lacking("'refuses'", "make = 'F()', good = ['1', '2'],");
    lacking("'stored-under'", "make = 'F()', good = ['1', '2'],");
    lacking("'refuses-deletion'", "make = 'F()', good = ['1', '2'],");
    lacking("'set-name'", "make = 'F()',");
    lacking("'class-access'", "owner = 'Farmer()',");
    let sum = "subject = [{ owner = 'f() + g()', fields = ['x'], laws = ['class-access'] }]";
    check_faults("descriptor", sum, &["not-a-call"]);
    let twice = "subject = [{ make = 'F()', good = ['1', '1'], laws = ['takes'] }]";
    check_faults("descriptor", twice, &["value-twice"]);
    let unknown = "subject = [{ wrap = 'W', without = ['propert'], laws = ['without-builtins'] }]";
    check_faults("descriptor", unknown, &["unknown-class"]);
}

fn pieces(keys: &str, seed: u64) -> Vec<Vec<String>> {
    let kind = parse("descriptor", keys).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut context = context();
    context.seed = seed;
    let runs = kind.as_check().plan(&context);
    let code = |piece: Piece| match piece {
        Piece::Code(code) | Piece::Is(code) => code,
        other => panic!("{other:?}"),
    };
    let steps = runs.into_iter().map(|run| match run {
        Run::Steps(steps) => steps.pieces.into_iter().map(code).collect(),
        other => panic!("{other:?}"),
    });
    steps.collect()
}

#[test]
fn an_owner_is_a_class_that_is_called() {
    let keys = |owner: &str| {
        format!("subject = [{{ owner = \"{owner}\", fields = ['x'], laws = ['class-access'] }}]")
    };
    check_faults("descriptor", &keys("Farmer('Ann', f(2))"), &[]);
    check_faults("descriptor", &keys("farm.Farmer()"), &[]);
    check_faults("descriptor", &keys("farmer"), &["not-a-call"]);
    check_faults("descriptor", &keys("[Farmer()]"), &["not-a-call"]);
}

#[test]
fn classes_and_names_come_from_the_seed() {
    let keys = "subject = [{ lookup = 'lookup', laws = ['lookup-order'] }]";
    assert_eq!(pieces(keys, 1), pieces(keys, 1));
    assert_ne!(pieces(keys, 1), pieces(keys, 2));
    let keys = "subject = [{ make = \"F('{key}')\", good = ['1', '2'], laws = ['stored-under'] }]";
    let found: BTreeSet<_> = (0..20).map(|seed| pieces(keys, seed)).collect();
    assert!(found.len() > 10);
    assert!(
        found
            .iter()
            .flatten()
            .flatten()
            .all(|code| !code.contains("{key}"))
    );
}

#[test]
fn every_piece_is_python() {
    let example = Kind::example("descriptor").unwrap();
    let table: toml::Table = example.parse().unwrap();
    let mut check = table["check"].as_array().unwrap()[0].as_table().unwrap().clone();
    for key in ["id", "kind", "points", "title", "hint"] {
        check.remove(key);
    }
    let runs = pieces(&check.to_string(), 3);
    assert!(runs.len() > 15, "{}", runs.len());
    for code in runs.iter().flatten() {
        assert!(crate::checks::python::statements(code).is_ok(), "{code}");
    }
}
