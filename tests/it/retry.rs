//! Checks of kind `retry`, through the binary, on other things that try again than those of task 10. `fixtures/retry/`
//! has a folder for each case: `case.toml` with the case, and programs whose first line says what comes of them: `passed`,
//! or the reason and a part of what is told.

use std::path::Path;

use serde_json::Value;

use crate::builder::{Grader, project};

/// A task with one check that consists of this case.
fn task(case: &str) -> String {
    format!(
        "spec_version = 1\ntitle = {{ en = \"Again\" }}\nfile = \"again.py\"\n\n[[check]]\nid = \"again\"\nkind = \"retry\"\n\
         points = 10\ntitle = {{ en = \"Tries again\" }}\n\n[[check.case]]\n{case}"
    )
}

/// Names and sources of the programs of a folder.
fn programs(folder: &Path) -> Vec<(String, String)> {
    let mut programs = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "py") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            programs.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    programs.sort();
    programs
}

/// Grades all programs of a case and compares what comes of them with what they say.
#[track_caller]
fn grade(case: &str) {
    let folder = project("fixtures/retry").join(case);
    let programs = programs(&folder);
    assert!(programs.len() > 1);
    let spec = task(&std::fs::read_to_string(folder.join("case.toml")).unwrap());
    let add =
        |grader: Grader, (name, source): &(String, String)| grader.file(&format!("{name}/again.py"), source);
    let json = programs
        .iter()
        .fold(Grader::new().file("task/task.toml", spec), add)
        .args(["check", "task", "--format", "json", "--exit-zero", "-q"])
        .args(programs.iter().map(|(name, _)| name.as_str()))
        .run()
        .exit(0)
        .json();
    let results = json["results"].as_array().expect("several results");
    assert_eq!(results.len(), programs.len());
    for ((name, source), result) in programs.iter().zip(results) {
        let first = source.lines().next().unwrap_or_default();
        let wanted = first.strip_prefix("# ").expect("what comes of it");
        let (reason, told) = wanted.split_once(": ").unwrap_or((wanted, ""));
        let check = &result["checks"][0];
        assert_eq!(check["reason"], reason, "{case}/{name}: {check:#}");
        assert!(says(check, told), "{case}/{name}: {check:#}");
    }
}

fn says(check: &Value, told: &str) -> bool {
    check["rationale"].to_string().contains(told)
}

#[test]
fn a_function_that_is_given_what_to_call_is_judged_as_any_decorator() {
    grade("function");
}

#[test]
fn every_way_to_wait_takes_virtual_time() {
    grade("waits");
}

#[test]
fn a_wall_clock_that_is_set_back_changes_only_what_looks_at_it() {
    grade("clock-set-back");
}

#[test]
fn calls_of_threads_and_calls_within_calls_count_for_themselves() {
    grade("in-threads");
}

#[test]
fn a_call_where_nobody_may_call_ends_the_case() {
    grade("stray");
}
