//! Submissions that are no programs, and machines that cannot grade: each has its own words and exit status.

use std::path::Path;

use crate::builder::{Grader, grade_all, lost, note, project, verdicts};

/// Every folder of `fixtures/bad-input` gets the verdict that its `expected.toml` names: `fails` are the checks without
/// points, `reason` is why, and `reasons` says it of a check that has another.
#[test]
fn every_bad_input_gets_its_own_verdict() {
    let results = grade_all("fixtures/bad-input");
    let mut wrong = Vec::new();
    for (name, result) in &results {
        let note = note(&project(&format!("fixtures/bad-input/{name}")));
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
                .all(|(id, _, given)| reason(id).is_none_or(|wanted| wanted == given));
        if !right {
            wrong.push(format!("{name}: {:?}", verdicts(result)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_missing_file_names_what_was_expected_and_what_is_there() {
    Grader::new()
        .file("submission/Counter.py", "x = 1\n")
        .args(["check", "task3", "submission"])
        .run()
        .exit(1)
        .stdout_has("counter.py")
        .stdout_has("Counter.py");
    Grader::new()
        .file("submission/notes.txt", "hello\n")
        .args(["check", "task3", "submission"])
        .run()
        .exit(1)
        .stdout_has("notes.txt");
}

#[test]
fn a_folder_in_place_of_the_file_is_named_as_such() {
    Grader::new()
        .file("submission/counter.py/x.py", "x = 1\n")
        .args(["check", "task3", "submission"])
        .run()
        .exit(1)
        .stdout_has("directory");
}

#[test]
fn a_binary_file_is_named_as_such() {
    Grader::new()
        .file("submission/counter.py", [0x7f, b'E', b'L', b'F', 0, 0, 1])
        .args(["check", "task3", "submission"])
        .run()
        .exit(1)
        .stdout_has("counter.py")
        .stdout_has("byte");
}

#[test]
fn a_hundred_megabytes_are_refused_without_being_read() {
    let grader = Grader::new().file("submission/notes.txt", "x");
    let big = std::fs::File::create(grader.folder().join("submission/counter.py")).unwrap();
    big.set_len(100 << 20).unwrap();
    grader
        .args(["check", "task3", "submission"])
        .run()
        .exit(1)
        .stdout_has("100 MiB");
}

#[test]
fn an_import_error_is_shown_once() {
    let ended = Grader::new()
        .file(
            "submission/counter.py",
            "import threading\nraise RuntimeError('not today')\n",
        )
        .args(["check", "task3", "submission"])
        .run()
        .exit(1);
    assert_eq!(
        ended.stdout.matches("RuntimeError: not today").count(),
        1,
        "{}",
        ended.stdout
    );
}

#[test]
fn an_interpreter_that_is_not_there_is_a_usage_error() {
    let good = || Grader::new().copy(&project("tasks/task3/template"), "submission");
    good()
        .args(["check", "task3", "submission", "--python", "/nowhere/python3"])
        .run()
        .exit(2)
        .stderr_has("/nowhere/python3");
    good()
        .args(["check", "task3", "submission", "--python", "/bin/true"])
        .run()
        .exit(2)
        .stderr_has("/bin/true");
    good()
        .env("PATH", "/nowhere")
        .args(["check", "task3", "submission"])
        .run()
        .exit(3)
        .stderr_has("--python");
}

#[test]
fn an_interpreter_that_is_too_old_is_named_with_its_version() {
    let old = r#"#!/bin/sh
printf '%s' '{"implementation": "cpython", "version": [3, 8, 18]}'
"#;
    let grader = Grader::new()
        .copy(&project("tasks/task3/template"), "submission")
        .file("python3.8", old);
    let python = grader.folder().join("python3.8");
    make_executable(&python);
    let python = python.display().to_string();
    grader
        .args(["check", "task3", "submission", "--python", &python])
        .run()
        .exit(2)
        .stderr_has("3.9");
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}
