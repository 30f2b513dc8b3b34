//! The documentation example of every kind runs: right submissions get every point, and wrong ones lose the checks that
//! they must lose. `fixtures/examples/<kind>/` holds them: `about.toml` names the required file, folders that begin with
//! `right` and `wrong` are submissions, and `expected.toml` of a wrong one says what it fails and why.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use crate::builder::{Grader, folders, lost, note, project};

/// The kinds that the program knows, by the schema that it prints.
fn kinds() -> Vec<String> {
    let schema = Grader::new().args(["schema"]).run().exit(0).json();
    let checks = schema["properties"]["check"]["items"]["oneOf"].as_array();
    let kind = |check: &Value| check["properties"]["kind"]["const"].as_str().map(str::to_owned);
    checks
        .expect("checks")
        .iter()
        .map(|check| kind(check).expect("a kind"))
        .collect()
}

/// The text that the documentation shows, as a task.
fn task(kind: &str) -> String {
    let read = |path: PathBuf| {
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let example = read(project(&format!("src/checks/{kind}/example.toml")));
    let about = read(project(&format!("fixtures/examples/{kind}/about.toml")));
    format!("spec_version = 1\ntitle = {{ en = \"Example\" }}\n{about}\n{example}")
}

/// Grades every submission of a kind in one run: its name, and the checks that it loses.
#[track_caller]
fn grade(kind: &str) -> Vec<(String, BTreeSet<String>)> {
    let path = format!("fixtures/examples/{kind}");
    let names = folders(&path);
    let copy = |grader: Grader, name: &String| grader.copy(&project(&path).join(name), name);
    let results = names
        .iter()
        .fold(Grader::new(), copy)
        .file("tasks/example/task.toml", task(kind))
        .args(["check", "tasks/example"])
        .args(names.iter().map(String::as_str))
        .args(["--format", "json", "--exit-zero"])
        .run()
        .exit(0)
        .json();
    let results = results["results"].as_array().expect("several results").clone();
    assert_eq!(results.len(), names.len(), "{kind}");
    let lost = results.iter().map(|result| lost(result).into_iter().collect());
    names.into_iter().zip(lost).collect()
}

#[test]
fn the_example_of_every_kind_tells_right_from_wrong() {
    for kind in kinds() {
        let (mut right, mut failed) = (0, BTreeSet::new());
        for (name, lost) in grade(&kind) {
            let wanted: BTreeSet<String> = if name.starts_with("right") {
                right += 1;
                BTreeSet::new()
            } else {
                let note = note(&project(&format!("fixtures/examples/{kind}/{name}")));
                assert!(note["why"].as_str().is_some_and(|why| !why.is_empty()));
                let ids = note["fails"].as_array().expect("ids");
                ids.iter()
                    .map(|id| id.as_str().expect("an id").to_owned())
                    .collect()
            };
            assert_eq!(lost, wanted, "the kind {kind}, the submission {name}");
            failed.extend(lost);
        }
        assert!(right > 0, "the kind {kind} has no right submission");
        let checks: toml::Table = task(&kind).parse().expect("TOML");
        for check in checks["check"].as_array().expect("checks") {
            let id = check["id"].as_str().expect("an id");
            assert!(
                failed.contains(id),
                "nothing fails the check {id} of the kind {kind}"
            );
        }
    }
}
