//! The documentation example of every kind runs: a right submission gets every point, and a wrong one does not.

use crate::builder::{Grader, project};

/// Grades `files` by the example of a kind, which `beside` completes.
#[track_caller]
fn grade(kind: &str, file: &str, files: &[(&str, &str)], beside: &[(&str, &str)]) -> serde_json::Value {
    let example = std::fs::read_to_string(project(&format!("src/checks/{kind}/example.toml"))).unwrap();
    let head = format!("spec_version = 1\ntitle = {{ en = \"Example\" }}\nfile = \"{file}\"\n\n");
    let grader = Grader::new().file("tasks/example/task.toml", head + &example);
    let grader = beside.iter().fold(grader, |grader, (name, text)| {
        grader.file(&format!("tasks/example/{name}"), text)
    });
    let grader = files.iter().fold(grader, |grader, (name, text)| {
        grader.file(&format!("submission/{name}"), text)
    });
    let ended = grader
        .args([
            "check",
            "tasks/example",
            "submission",
            "--format",
            "json",
            "--exit-zero",
        ])
        .run()
        .exit(0);
    ended.json()
}

#[track_caller]
fn check(kind: &str, file: &str, right: &[(&str, &str)], wrong: &[(&str, &str)], beside: &[(&str, &str)]) {
    let result = grade(kind, file, right, beside);
    assert_eq!(result["score"], result["max_score"], "{result:#}");
    let result = grade(kind, file, wrong, beside);
    assert_eq!(result["score"], 0, "{result:#}");
}

const COUNTER: &str = "
class Counter:
    def __init__(self, start=0):
        self._value = start

    def increment(self, amount=1):
        self._value += amount
        return self._value

    @property
    def value(self):
        return self._value
";

#[test]
fn the_example_of_the_kind_call_runs() {
    let wrong = COUNTER.replace("+= amount", "+= amount or 1");
    let wrong = wrong.replace("return self._value\n\n    @", "return abs(self._value)\n\n    @");
    check(
        "call",
        "counter.py",
        &[("counter.py", COUNTER)],
        &[("counter.py", &wrong)],
        &[],
    );
}
