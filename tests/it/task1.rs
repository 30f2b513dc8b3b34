//! Task 1: every accepted solution gets every point, every rejected one fails exactly its checks.

use crate::builder::{Grader, folders, note, project};

const CHECKS: [&str; 5] = [
    "tree-output",
    "tree-processes",
    "no-zombies",
    "exit-status",
    "clean-child",
];

#[test]
fn every_solution_gets_the_verdict_that_it_must_get() {
    let tasks = project("tasks").display().to_string();
    Grader::new()
        .args(["validate", "task1"])
        .run()
        .exit(0)
        .stdout_has("task1: 5 checks, 10 points");
    Grader::new()
        .args(["selftest", "task1", "--tasks", &tasks])
        .run()
        .exit(0);
}

#[test]
fn there_are_enough_solutions_and_each_check_is_failed_by_five_of_them() {
    assert!(folders("tasks/task1/selftest/accepted").len() >= 10);
    let rejected = folders("tasks/task1/selftest/rejected");
    assert!(rejected.len() >= 25);
    for id in CHECKS {
        let fails = |name: &&String| {
            let note = note(&project("tasks/task1/selftest/rejected").join(name));
            let failed = note["fails"].as_array().unwrap();
            failed.iter().any(|failed| failed.as_str() == Some(id))
        };
        assert!(rejected.iter().filter(fails).count() >= 5, "{id}");
    }
}

#[test]
fn the_template_gets_no_point() {
    let result = Grader::new()
        .copy(&project("tasks/task1/template"), "submission")
        .args(["check", "task1", "submission", "--format", "json", "--exit-zero"])
        .run()
        .exit(0)
        .json();
    assert_eq!(result["score"], 0, "{result:#}");
}

#[test]
fn a_user_without_rights_gets_the_same_verdicts() {
    for (kind, name) in [
        ("accepted", "lists-of-children"),
        ("rejected", "no-exit-in-the-tree"),
    ] {
        let folder = project("tasks/task1/selftest").join(kind).join(name);
        let result = Grader::new()
            .copy(&folder, "submission")
            .args(["check", "task1", "submission", "--format", "json", "--exit-zero"])
            .args(["--isolation", "namespaces"])
            .run()
            .exit(0)
            .json();
        assert_eq!(
            result["score"],
            if kind == "accepted" { 10 } else { 6 },
            "{result:#}"
        );
        assert_eq!(result["isolation"], "namespaces");
    }
}

#[test]
fn a_child_that_returns_is_told_with_its_line_in_both_languages() {
    for (lang, words) in [
        (
            "en",
            "your child process went on with the parent's code at line 11",
        ),
        ("ru", "ваш дочерний процесс продолжил код родителя со строки 11"),
    ] {
        let ended = Grader::new()
            .copy(
                &project("tasks/task1/selftest/rejected/no-exit-in-the-tree"),
                "submission",
            )
            .args(["check", "task1", "submission", "--check", "no-zombies"])
            .args(["--lang", lang, "--color", "never"])
            .run()
            .exit(1);
        let shown: Vec<&str> = ended.stdout.split_whitespace().collect();
        assert!(shown.join(" ").contains(words), "{}", ended.stdout);
    }
}

/// Why `no-zombies` fails for what would hang, escape or forge.
const ATTACKS: [(&str, &str); 17] = [
    ("closes-all-descriptors", "child-came-back"),
    ("closes-all-in-parent", "no-answer"),
    ("double-fork-and-sleep", "child-left"),
    ("exits-at-once", "no-answer"),
    ("fills-a-pipe", "timeout"),
    ("floods-stdout", "output-limit"),
    ("forged-marks", "forged-answer"),
    ("fork-bomb", "process-limit"),
    ("fork-bomb-waiting", "process-limit"),
    ("ignores-sigterm", "child-left"),
    ("kills-everybody", "crash"),
    ("kills-its-group", "crash"),
    ("kills-its-parent", "crash"),
    ("parent-stops-itself", "crash"),
    ("setsid", "child-left"),
    ("stops-itself", "timeout"),
    ("ten-thousand-threads", "exception"),
];

#[test]
fn whatever_forks_kills_stops_or_hides_is_graded_and_its_reason_told() {
    let attacks = project("fixtures/attacks/task1");
    for (name, reason) in ATTACKS {
        let result = Grader::new()
            .copy(&attacks.join(name), "submission")
            .args(["check", "task1", "submission", "--format", "json", "--exit-zero"])
            .args(["--check", "no-zombies"])
            .run()
            .exit(0)
            .json();
        assert_eq!(result["checks"][0]["status"], "failed", "{name}: {result:#}");
        assert_eq!(result["checks"][0]["reason"], reason, "{name}: {result:#}");
    }
    assert!(folders("fixtures/attacks/task1").len() > ATTACKS.len());
}
