//! The shipped task: every accepted solution gets every point, every rejected one fails exactly its checks.

use std::path::Path;

use crate::builder::{Grader, folders, grade_all, lost, note, project};

#[test]
fn the_spec_is_valid() {
    Grader::new()
        .args(["validate", "task3"])
        .run()
        .exit(0)
        .stdout_has("task3: 5 checks, 10 points");
}

#[test]
fn every_solution_gets_the_verdict_that_it_must_get() {
    let tasks = project("tasks").display().to_string();
    Grader::new()
        .args(["selftest", "task3", "--tasks", &tasks])
        .run()
        .exit(0);
}

/// Solutions in really different styles, and ways to be wrong of every check, that are graded again and again.
const CORE: [&str; 24] = [
    "accepted/lock-with",
    "accepted/acquire-finally",
    "accepted/rlock",
    "accepted/semaphore-one",
    "accepted/closures-nonlocal",
    "accepted/raw-thread",
    "accepted/condition-as-lock",
    "accepted/executor-count",
    "rejected/no-lock",
    "rejected/lock-per-call",
    "rejected/double-checked-wrong",
    "rejected/timeout-ignored",
    "rejected/lost-wakeup",
    "rejected/collections-counter",
    "rejected/stale-cache",
    "rejected/torn-read",
    "rejected/return-after-lock",
    "rejected/shared-result",
    "rejected/returns-none",
    "rejected/class-attribute",
    "rejected/start-and-join",
    "rejected/joins-the-last",
    "rejected/no-finally",
    "rejected/exit-returns-true",
];

#[test]
fn twenty_repetitions_of_the_core_solutions_give_one_verdict_and_one_witness() {
    let tasks = project("tasks").display().to_string();
    let only = CORE.iter().flat_map(|name| ["--only", name]);
    let repeat = ["selftest", "task3", "--tasks", &tasks, "--repeat", "20"];
    let ended = Grader::new().args(repeat.into_iter().chain(only)).run().exit(0);
    assert!(
        ended
            .stdout
            .contains(&format!("{} of {}", CORE.len(), CORE.len())),
        "{}",
        ended.stdout
    );
}

#[test]
fn there_are_enough_solutions_and_each_check_is_failed_by_three_of_them() {
    assert!(folders("tasks/task3/selftest/accepted").len() >= 8);
    let rejected = folders("tasks/task3/selftest/rejected");
    assert!(rejected.len() >= 16);
    for id in [
        "sequential",
        "race-free",
        "returned-values",
        "real-threads",
        "exception-safe",
    ] {
        let failing = rejected.iter().filter(|name| {
            let note = project(&format!("tasks/task3/selftest/rejected/{name}/expected.toml"));
            std::fs::read_to_string(note)
                .expect("expected.toml")
                .contains(&format!("\"{id}\""))
        });
        assert!(
            failing.count() >= 3,
            "fewer than three rejected solutions fail {id}"
        );
    }
}

#[test]
fn the_template_gets_no_point() {
    let result = Grader::new()
        .copy(&project("tasks/task3/template"), "submission")
        .args(["check", "task3", "submission", "--format", "json"])
        .run()
        .exit(1)
        .json();
    assert_eq!(result["score"], 0);
    assert_eq!(lost(&result).len(), 5);
}

#[test]
fn every_cheat_fails_what_it_tries_to_forge() {
    let mut passed = Vec::new();
    for (name, result) in &grade_all("fixtures/attacks/task3") {
        let lost = lost(result);
        for id in must_fail(&project(&format!("fixtures/attacks/task3/{name}"))) {
            if !lost.contains(&id) {
                passed.push(format!("{name} passed {id}"));
            }
        }
    }
    assert!(passed.is_empty(), "{}", passed.join("\n"));
}

#[test]
fn whoever_looks_for_the_grader_is_flagged_with_file_and_line() {
    let source = std::fs::read_to_string(project("tasks/task3/selftest/accepted/rlock/counter.py")).unwrap();
    let frames = format!("import sys\n\nframe = sys._getframe(0)\n{source}");
    let heap = format!("from helper import everything\n\neverything()\n{source}");
    let helper = "import gc\n\n\ndef everything():\n    return getattr(gc, 'get_' + 'objects')()\n";
    let result = Grader::new()
        .file("frames/counter.py", frames)
        .file("heap/counter.py", heap)
        .file("heap/helper.py", helper)
        .file("honest/counter.py", source)
        .args(["check", "task3", "frames", "heap", "honest", "--format", "json"])
        .run()
        .exit(0)
        .json();
    let places = |index: usize| -> Vec<String> {
        let flags = result["results"][index]["flags"].as_array().unwrap();
        flags
            .iter()
            .map(|flag| {
                format!(
                    "{} {}:{}",
                    flag["detail"].as_str().unwrap(),
                    flag["location"]["file"].as_str().unwrap(),
                    flag["location"]["line"]
                )
            })
            .collect()
    };
    assert_eq!(places(0), ["sys._getframe counter.py:3"]);
    assert_eq!(places(1), ["gc.get_objects helper.py:5"]);
    assert!(places(2).is_empty());
}

fn must_fail(folder: &Path) -> Vec<String> {
    note(folder)["fails"]
        .as_array()
        .expect("fails")
        .iter()
        .map(|id| id.as_str().expect("an id").to_owned())
        .collect()
}
