//! Task 9: every accepted solution gets every point, every rejected one fails exactly its checks.

use crate::builder::{Grader, folders, note, project};

#[test]
fn every_solution_gets_the_verdict_that_it_must_get() {
    let tasks = project("tasks").display().to_string();
    Grader::new()
        .args(["validate", "task9"])
        .run()
        .exit(0)
        .stdout_has("task9: 6 checks, 10 points");
    Grader::new()
        .args(["selftest", "task9", "--tasks", &tasks])
        .run()
        .exit(0);
}

#[test]
fn there_are_enough_solutions_and_each_check_is_failed_by_five_of_them() {
    assert!(folders("tasks/task9/selftest/accepted").len() >= 12);
    let rejected = folders("tasks/task9/selftest/rejected");
    assert!(rejected.len() >= 25);
    for id in [
        "refuses",
        "inheritance",
        "mixins",
        "any-override",
        "names",
        "no-abc",
    ] {
        let fails = |name: &&String| {
            let note = note(&project("tasks/task9/selftest/rejected").join(name));
            note["fails"]
                .as_array()
                .unwrap()
                .iter()
                .any(|failed| failed.as_str() == Some(id))
        };
        assert!(rejected.iter().filter(fails).count() >= 5, "{id}");
    }
}

#[test]
fn the_template_gets_only_the_point_for_what_it_does_not_use() {
    let result = Grader::new()
        .copy(&project("tasks/task9/template"), "submission")
        .args(["check", "task9", "submission", "--format", "json", "--exit-zero"])
        .run()
        .exit(0)
        .json();
    assert_eq!(result["score"], 1, "{result:#}");
}
