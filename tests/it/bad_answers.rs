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

/// One bad value of `fixtures/bad-answers/kinds/bad.toml`.
struct Bad {
    name: String,
    code: String,
    /// What a check that meets it may give as its reason.
    reasons: Vec<String>,
    /// Checks that meet it and pass.
    passes: Vec<String>,
}

fn bad_values() -> Vec<Bad> {
    let text = std::fs::read_to_string(project("fixtures/bad-answers/kinds/bad.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let words = |list: &toml::Value| -> Vec<String> {
        let words = list.as_array().unwrap().iter();
        words.map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let one = |bad: &toml::Value| Bad {
        name: bad["name"].as_str().unwrap().to_owned(),
        code: bad["code"].as_str().unwrap().to_owned(),
        reasons: bad.get("reasons").map_or_else(|| vec!["wrong".to_owned()], words),
        passes: bad
            .get("passes")
            .and_then(toml::Value::as_table)
            .map(|passes| passes.keys().cloned().collect())
            .unwrap_or_default(),
    };
    table["bad"].as_array().unwrap().iter().map(one).collect()
}

/// Every bad value meets every kind that looks at values: a clear verdict where it is met, and all else is graded.
#[test]
fn a_bad_value_fails_what_meets_it_in_every_kind() {
    let base = std::fs::read_to_string(project("fixtures/bad-answers/kinds/answers.py")).unwrap();
    let (start, end) = base.split_once("if __name__").unwrap();
    let values = bad_values();
    let add = |grader: Grader, (index, bad): (usize, &Bad)| {
        let text = format!("{start}{}\n\nif __name__{end}", bad.code);
        grader.file(&format!("bad-{index}/answers.py"), text)
    };
    let names: Vec<String> = (0..values.len()).map(|index| format!("bad-{index}")).collect();
    let task = std::fs::read_to_string(project("fixtures/bad-answers/kinds/task.toml")).unwrap();
    let results = values
        .iter()
        .enumerate()
        .fold(Grader::new(), add)
        .file("tasks/kinds/task.toml", task)
        .args(["check", "tasks/kinds"])
        .args(names.iter().map(String::as_str))
        .args(["--format", "json", "--exit-zero"])
        .run()
        .exit(0)
        .json();
    let mut wrong = String::new();
    for (bad, result) in values.iter().zip(results["results"].as_array().unwrap()) {
        for (id, status, reason) in verdicts(result) {
            let right = if id.ends_with("-any") {
                ["passed", "failed"].contains(&status.as_str())
            } else if id.ends_with("-bad") && !bad.passes.contains(&id) {
                status == "failed" && bad.reasons.contains(&reason)
            } else {
                status == "passed"
            };
            if !right {
                let _ = writeln!(wrong, "{}: {id} {status} {reason}", bad.name);
            }
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
