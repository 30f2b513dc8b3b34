//! Mistakes in specs, seen from the command line.

use crate::builder::Grader;

#[test]
fn a_folder_without_a_spec_says_what_is_missing() {
    Grader::new()
        .file("tasks/mine/README.md", "nothing here\n")
        .file("submission/x.py", "x = 1\n")
        .args(["check", "tasks/mine", "submission"])
        .run()
        .exit(2)
        .stderr_has("task.toml");
}

#[test]
fn all_mistakes_are_reported_at_once_with_their_lines() {
    let spec = r#"spec_version = 1
titel = { en = "Mine" }
file = "mine.py"

[[check]]
id = "First"
kind = "cal"
points = "ten"
"#;
    let ended = Grader::new()
        .file("tasks/mine/task.toml", spec)
        .args(["validate", "mine"])
        .run()
        .exit(2);
    for words in [
        "task.toml:2:1",
        "title",
        "task.toml:6:",
        "First",
        "task.toml:7:",
        "call",
        "task.toml:8:",
    ] {
        assert!(ended.stderr.contains(words), "no {words:?} in:\n{}", ended.stderr);
    }
}

#[test]
fn a_task_whose_packages_are_not_pinned_is_not_graded() {
    let spec = r#"spec_version = 1
title = { en = "Mine" }
file = "mine.py"
packages = ["requests>=2"]

[[check]]
id = "first"
kind = "call"
points = 10
title = { en = "First" }

[[check.step]]
value = "1"
equals = 1
"#;
    Grader::new()
        .file("tasks/mine/task.toml", spec)
        .file("submission/mine.py", "")
        .args(["check", "mine", "submission"])
        .run()
        .exit(2)
        .stderr_has("there is no file `requirements.lock`")
        .stderr_has("pins every package with its hashes");
}
