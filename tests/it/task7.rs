//! Task 7: every accepted solution gets every point, every rejected one fails exactly its checks.

use crate::builder::{Grader, folders, note, project};

#[test]
fn every_solution_gets_the_verdict_that_it_must_get() {
    let tasks = project("tasks").display().to_string();
    Grader::new()
        .args(["validate", "task7"])
        .run()
        .exit(0)
        .stdout_has("task7: 7 checks, 10 points");
    Grader::new()
        .args(["selftest", "task7", "--tasks", &tasks])
        .run()
        .exit(0);
}

#[test]
fn there_are_enough_solutions_and_each_check_is_failed_by_ten_of_them() {
    assert!(folders("tasks/task7/selftest/accepted").len() >= 13);
    let rejected = folders("tasks/task7/selftest/rejected");
    assert!(rejected.len() >= 110);
    for id in [
        "validation",
        "per-instance",
        "class-access",
        "data-descriptor",
        "static-and-class",
        "property",
        "lookup",
    ] {
        let fails = |name: &&String| {
            let note = note(&project("tasks/task7/selftest/rejected").join(name));
            note["fails"]
                .as_array()
                .unwrap()
                .iter()
                .any(|failed| failed.as_str() == Some(id))
        };
        assert!(rejected.iter().filter(fails).count() >= 10, "{id}");
    }
}

#[test]
fn the_template_gets_no_point() {
    let result = Grader::new()
        .copy(&project("tasks/task7/template"), "submission")
        .args(["check", "task7", "submission", "--format", "json", "--exit-zero"])
        .run()
        .exit(0)
        .json();
    assert_eq!(result["score"], 0, "{result:#}");
}

#[test]
fn a_name_that_is_missing_fails_the_checks_that_need_it() {
    let lecture =
        std::fs::read_to_string(project("tasks/task7/selftest/accepted/lecture/fields.py")).unwrap();
    let start = lecture.find("class ClassMethod").unwrap();
    let end = lecture.find("class Property").unwrap();
    let without = format!("{}{}", &lecture[..start], &lecture[end..]);
    let result = Grader::new()
        .file("submission/fields.py", &without)
        .args(["check", "task7", "submission", "--format", "json", "--exit-zero"])
        .run()
        .exit(0)
        .json();
    let failed: Vec<&str> = result["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["status"] != "passed")
        .map(|check| check["id"].as_str().unwrap())
        .collect();
    assert_eq!(failed, ["static-and-class"], "{result:#}");
}
