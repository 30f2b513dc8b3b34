//! The programs of `fixtures/schedules`, through the binary: every bad one is found, no good one is flagged.

use std::collections::BTreeMap;
use std::fs;
use std::thread;

use serde_json::Value;

use crate::builder::{Ended, Grader, project};

/// The groups whose programs must fail, and those whose programs must not.
const WRONG: [&str; 4] = ["bad", "hard", "dodge", "blind-bad"];
const RIGHT: [&str; 2] = ["good", "blind-good"];
/// A program that is right up to Python 3.11 only, where `functools.cached_property` took a lock.
const GOOD_UNTIL_3_11: &str = "g25_cached_property";
/// What may end a program of the corpus; anything else would be a failure of ours that looks like a find.
const REASONS: [&str; 5] = ["exception", "race", "deadlock", "missed-wakeup", "spin"];
/// Half of the bad programs fail at the latest with this schedule.
const MEDIAN: u64 = 3;

/// What `grader` says of the programs of some groups, by their names. One search takes one core, so two of them run.
fn results(groups: &[&str]) -> BTreeMap<String, Value> {
    let names: Vec<String> = groups.iter().flat_map(|group| programs(group)).collect();
    let half = |parity: usize| names.iter().skip(parity).step_by(2).cloned().collect::<Vec<_>>();
    let (even, odd) = (half(0), half(1));
    thread::scope(|scope| {
        let other = scope.spawn(|| graded(&odd));
        let mut results = graded(&even);
        results.extend(other.join().expect("every program is graded"));
        results
    })
}

fn graded(names: &[String]) -> BTreeMap<String, Value> {
    let mut grader = Grader::new();
    for (path, name) in names.iter().map(|name| (source(name), stem(name))) {
        grader = grader.file(&format!("{name}/program.py"), fs::read(path).expect("a program"));
    }
    let task = project("fixtures/schedules/task").display().to_string();
    let submissions: Vec<String> = names.iter().map(|name| stem(name)).collect();
    let ended = grader
        .args(["check", task.as_str(), "--format", "json", "--exit-zero", "-q"])
        .args(submissions.iter().map(String::as_str))
        .run();
    by_name(&ended.exit(0))
}

/// The programs of a group, such as `bad/b01_global_aug.py`, in order.
fn programs(group: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(project("fixtures/schedules").join(group))
        .expect("a group")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a UTF-8 name")
        })
        .filter(|name| {
            std::path::Path::new(name)
                .extension()
                .is_some_and(|end| end == "py")
        })
        .map(|name| format!("{group}/{name}"))
        .collect();
    names.sort();
    names
}

fn source(name: &str) -> std::path::PathBuf {
    project("fixtures/schedules").join(name)
}

fn stem(name: &str) -> String {
    let file = name.rsplit('/').next().expect("a last part");
    file.trim_end_matches(".py").to_owned()
}

fn by_name(ended: &Ended) -> BTreeMap<String, Value> {
    let mut json = ended.json();
    let results = json["results"].take();
    let named = |result: Value| (result["submission"].as_str().expect("a name").to_owned(), result);
    match results {
        Value::Array(results) => results.into_iter().map(named).collect(),
        other => panic!("no list of results but {other}"),
    }
}

/// Whether the interpreter that graded is older than a version.
fn older_than(result: &Value, minor: u32) -> bool {
    let version = result["python"].as_str().expect("a version");
    let number = version.split('.').nth(1).and_then(|part| part.parse().ok());
    number.is_some_and(|found: u32| found < minor)
}

#[test]
fn every_wrong_program_of_the_corpus_is_found_and_half_of_them_by_the_third_schedule() {
    let results = results(&WRONG);
    let mut found_after = Vec::new();
    for (name, result) in &results {
        let check = &result["checks"][0];
        assert_eq!(check["status"], "failed", "{name}: {result:#}");
        let reason = check["reason"].as_str().expect("a reason");
        assert!(REASONS.contains(&reason), "{name}: {check:#}");
        assert!(
            check["evidence"]["schedule"].is_object(),
            "{name} cannot be replayed: {check:#}"
        );
        found_after.push(
            check["evidence"]["searches"][0]["found_after"]
                .as_u64()
                .expect("a number"),
        );
    }
    found_after.sort_unstable();
    let median = found_after[found_after.len() / 2];
    assert!(median <= MEDIAN, "median {median}: {found_after:?}");
}

#[test]
fn no_right_program_of_the_corpus_is_flagged() {
    for (name, result) in &results(&RIGHT) {
        let right = name != GOOD_UNTIL_3_11 || older_than(result, 12);
        let expected = if right { "passed" } else { "failed" };
        assert_eq!(result["checks"][0]["status"], expected, "{name}: {result:#}");
    }
}
