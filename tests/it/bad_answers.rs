//! Answers that are too large, never end, fight back or are no text: a clear verdict, and every other check is graded.

use std::fmt::Write as _;

use crate::builder::{Grader, folders, lost, note, project, verdicts};

/// Every folder of `fixtures/bad-answers/answers` loses the checks that its `expected.toml` names, for the reasons that
/// it names, and no others.
#[test]
fn every_bad_answer_costs_its_own_check_and_no_other() {
    let path = "fixtures/bad-answers/answers";
    let names = folders(path);
    let copy = |grader: Grader, name: &String| grader.copy(&project(path).join(name), name);
    let results = names
        .iter()
        .fold(Grader::new(), copy)
        .copy(&project("fixtures/bad-answers/task"), "tasks/answers")
        .args(["check", "tasks/answers"])
        .args(names.iter().map(String::as_str))
        .args(["--format", "json", "--exit-zero"])
        .run()
        .exit(0)
        .json();
    let mut wrong = String::new();
    for (name, result) in names.iter().zip(results["results"].as_array().unwrap()) {
        let note = note(&project(path).join(name));
        let fails: Vec<&str> = note["fails"]
            .as_array()
            .unwrap()
            .iter()
            .map(|id| id.as_str().unwrap())
            .collect();
        let reason = |id: &str| {
            let own = note.get("reasons").and_then(|reasons| reasons.get(id));
            own.or_else(|| note.get("reason")).and_then(toml::Value::as_str)
        };
        let right = lost(result) == fails
            && verdicts(result)
                .iter()
                .filter(|(id, _, _)| fails.contains(&id.as_str()))
                .all(|(id, status, given)| {
                    status == "failed" && reason(id).is_none_or(|wanted| wanted == given)
                });
        if !right {
            let _ = writeln!(wrong, "{name}: {:?}", verdicts(result));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_random_call_that_hangs_is_named() {
    let folder = project("fixtures/bad-answers/answers/one-random-call-hangs");
    Grader::new()
        .copy(&folder, "submission")
        .copy(&project("fixtures/bad-answers/task"), "tasks/answers")
        .args(["check", "tasks/answers", "submission", "--check", "many"])
        .run()
        .exit(1)
        .stdout_has("double(7)");
}

#[test]
fn a_megabyte_of_source_is_refused_in_words() {
    let good = std::fs::read_to_string(project("fixtures/bad-answers/answers/good/answers.py")).unwrap();
    Grader::new()
        .file("submission/answers.py", good + &"# much ado\n".repeat(100_000))
        .copy(&project("fixtures/bad-answers/task"), "tasks/answers")
        .args(["check", "tasks/answers", "submission", "--check", "code"])
        .run()
        .exit(1)
        .stdout_has("1 MiB");
}
