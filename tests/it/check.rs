//! `grader check` on the shipped task: points, words, exit statuses.

use crate::builder::{Grader, lost, project, verdicts};

const RACY: &str = "\
import threading

class Counter:
    def __init__(self, start=0):
        self._value = start

    def increment(self, amount=1):
        self._value += amount
        return self._value

    @property
    def value(self):
        return self._value

def count(counter, thread_count, per_thread):
    def work():
        for _ in range(per_thread):
            counter.increment()
    threads = [threading.Thread(target=work) for _ in range(thread_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter.value
";

#[test]
fn a_right_program_gets_every_point() {
    Grader::new()
        .copy(&project("tasks/task3/selftest/accepted/lock-with"), "submission")
        .args(["check", "task3", "submission"])
        .run()
        .exit(0)
        .stdout_has("10 of 10 points");
}

#[test]
fn a_racy_counter_is_shown_the_interleaving_that_loses_the_update() {
    let ended = Grader::new()
        .file("submission/counter.py", RACY)
        .args(["check", "task3", "submission"])
        .run()
        .exit(1);
    for words in [
        "race-free",
        "thread 1",
        "thread 2",
        "self._value += amount",
        "reads",
        "writes",
        "overwrites",
    ] {
        assert!(ended.stdout.contains(words), "no {words:?} in:\n{}", ended.stdout);
    }
    assert!(
        ended.stdout.lines().all(|line| line.chars().count() <= 80),
        "too wide:\n{}",
        ended.stdout
    );
}

#[test]
fn a_racy_counter_fails_the_two_checks_that_it_breaks_and_no_other() {
    let result = Grader::new()
        .file("submission/counter.py", RACY)
        .args(["check", "task3", "submission", "--format", "json"])
        .run()
        .exit(1)
        .json();
    assert_eq!(lost(&result), ["race-free", "returned-values"]);
    let race = verdicts(&result).remove(1);
    assert_eq!((race.1.as_str(), race.2.as_str()), ("failed", "race"));
    let check = &result["checks"][1];
    assert_eq!(check["location"]["file"], "counter.py");
    assert_eq!(check["location"]["line"], 8);
}

#[test]
fn a_failing_schedule_can_be_replayed_from_its_result() {
    let json = [
        "check",
        "task3",
        "submission",
        "--format",
        "json=results.json",
        "--exit-zero",
        "-q",
    ];
    let first = Grader::new().file("submission/counter.py", RACY).args(json);
    let result = first.folder().join("results.json");
    let kept = tempfile::tempdir().unwrap();
    let copy = kept.path().join("results.json");
    // The folder goes with the run, so the result is read while the run is alive.
    let ended = first.run().exit(0);
    std::fs::copy(result, &copy).unwrap();
    drop(ended);
    let name = format!("{}#race-free", copy.display());
    Grader::new()
        .file("submission/counter.py", RACY)
        .args(["replay", &name])
        .run()
        .exit(1)
        .stdout_has("overwrites");
    let mended = RACY.replace("self._value += amount\n        return", "pass\n        return");
    Grader::new()
        .file("submission/counter.py", mended)
        .args(["replay", &name])
        .run()
        .stderr_has("changed");
    Grader::new()
        .args(["replay", &format!("{}#sequential", copy.display())])
        .run()
        .exit(4)
        .stderr_has("race-free");
    Grader::new()
        .file("x.json", "{}")
        .args(["replay", "x.json"])
        .run()
        .exit(2)
        .stderr_has("not a result");
}

#[test]
fn only_the_checks_asked_for_are_graded() {
    let result = Grader::new()
        .file("submission/counter.py", RACY)
        .args([
            "check",
            "task3",
            "submission",
            "--format",
            "json",
            "--check",
            "sequential",
        ])
        .run()
        .exit(0)
        .json();
    assert_eq!(verdicts(&result).len(), 1);
    Grader::new()
        .file("submission/counter.py", RACY)
        .args(["check", "task3", "submission", "--check", "squential"])
        .run()
        .exit(2)
        .stderr_has("sequential");
}

#[test]
fn a_single_file_may_be_given_instead_of_its_folder() {
    Grader::new()
        .file("counter.py", RACY)
        .args(["check", "task3", "counter.py"])
        .run()
        .exit(1);
    Grader::new()
        .file("other.py", RACY)
        .args(["check", "task3", "other.py"])
        .run()
        .exit(4)
        .stderr_has("counter.py");
}

#[test]
fn a_submission_that_is_not_there_is_nothing_to_grade() {
    Grader::new()
        .args(["check", "task3", "nowhere"])
        .run()
        .exit(4)
        .stderr_has("nowhere");
}

#[test]
fn the_same_submission_gets_the_same_seed_and_the_same_words_each_time() {
    let run = || {
        Grader::new()
            .file("submission/counter.py", RACY)
            .args(["check", "task3", "submission"])
            .run()
            .exit(1)
            .stdout
            .lines()
            .map(without_duration)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(run(), run());
}

/// The line on the circumstances ends with the only thing that may differ.
fn without_duration(line: &str) -> &str {
    match line.rsplit_once(" · ") {
        Some((rest, duration)) if duration.ends_with(" s") || duration.ends_with(" ms") => rest,
        Some(_) | None => line,
    }
}
