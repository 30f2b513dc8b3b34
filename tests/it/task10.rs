//! The shipped task 10, and the library whose names and meaning it has. That is installed by name, with pip; where no index
//! can be reached the test says so and is skipped, but not in CI.

use crate::builder::{Grader, folders, lost, note, project, verdicts};
use crate::task11::with_packages;

const CHECKS: [&str; 7] = [
    "returns",
    "stop",
    "wait",
    "condition",
    "not-swallowed",
    "independent-calls",
    "no-real-time",
];

#[test]
fn the_spec_is_valid_and_there_are_enough_solutions() {
    Grader::new()
        .args(["validate", "task10"])
        .run()
        .exit(0)
        .stdout_has("task10: 7 checks, 10 points");
    assert!(folders("tasks/task10/selftest/accepted").len() >= 12);
    let rejected = folders("tasks/task10/selftest/rejected");
    assert!(rejected.len() >= 80);
    let notes: Vec<_> = rejected
        .iter()
        .map(|name| note(&project("tasks/task10/selftest/rejected").join(name)))
        .collect();
    for id in CHECKS {
        let alone = |note: &&toml::Table| {
            let fails = note["fails"].as_array().unwrap();
            fails.len() == 1 && fails[0].as_str() == Some(id)
        };
        let count = notes.iter().filter(alone).count();
        assert!(count >= 5, "{count} rejected solutions fail {id} alone");
    }
}

#[test]
fn every_solution_gets_the_verdict_that_it_must_get() {
    let tasks = project("tasks").display().to_string();
    Grader::new()
        .args(["selftest", "task10", "--tasks", &tasks])
        .run()
        .exit(0);
}

#[test]
fn repetitions_of_a_core_give_one_verdict_and_one_witness() {
    let tasks = project("tasks").display().to_string();
    let core = [
        "accepted/context-variable",
        "accepted/retrying-object",
        "rejected/state-on-a-shared-object",
        "rejected/arguments-are-shared",
        "rejected/busy-wait",
        "rejected/polls",
        "rejected/wall-clock",
        "rejected/one-attempt-too-many",
    ];
    let only = core.iter().flat_map(|name| ["--only", *name]);
    let arguments = ["selftest", "task10", "--tasks", &tasks, "--repeat", "5"];
    Grader::new()
        .args(arguments.into_iter().chain(only))
        .run()
        .exit(0);
}

#[test]
fn the_template_gets_no_point() {
    let result = Grader::new()
        .copy(&project("tasks/task10/template"), "submission")
        .args(["check", "task10", "submission", "--format", "json"])
        .run()
        .exit(1)
        .json();
    assert_eq!(result["score"], 0);
    assert_eq!(lost(&result), CHECKS);
}

#[test]
fn tenacity_itself_passes_all_but_what_is_stricter_on_purpose() {
    let spec = std::fs::read_to_string(project("tasks/task10/task.toml")).unwrap();
    let file = "file = \"retrying.py\"\n";
    assert!(spec.contains(file));
    let spec = spec.replace(file, &format!("{file}packages = [\"tenacity\"]\n"));
    let lock = std::fs::read(project("fixtures/retry-tenacity/requirements.lock")).unwrap();
    let ended = Grader::new()
        .file("tasks/retry-tenacity/task.toml", spec)
        .file("tasks/retry-tenacity/requirements.lock", lock)
        .copy(&project("fixtures/retry-tenacity/tenacity"), "tenacity")
        .args([
            "check",
            "retry-tenacity",
            "tenacity",
            "--tasks",
            "tasks",
            "--format",
            "json",
        ])
        .run();
    let Some(ended) = with_packages(ended) else { return };
    let result = ended.exit(1).json();
    assert_eq!(lost(&result), ["not-swallowed"], "{:#?}", verdicts(&result));
    assert!(result["flags"].as_array().unwrap().is_empty());
}
