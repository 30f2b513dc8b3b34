//! Reports on standard output and in files.

use crate::builder::{Grader, project};

fn good() -> Grader {
    Grader::new().copy(&project("tasks/task3/selftest/accepted/lock-with"), "submission")
}

#[test]
fn several_formats_at_once_go_to_their_own_places() {
    let grader = good().args([
        "check",
        "task3",
        "submission",
        "--format",
        "terminal",
        "--format",
        "json=out.json",
    ]);
    let file = grader.folder().join("out.json");
    let ended = grader.run().exit(0).stdout_has("10 of 10 points");
    let text = std::fs::read_to_string(file);
    assert!(text.is_ok_and(|text| text.contains("grader.result/1")));
    drop(ended);
}

#[test]
fn two_reports_on_standard_output_are_refused() {
    good()
        .args([
            "check",
            "task3",
            "submission",
            "--format",
            "terminal",
            "--format",
            "json",
        ])
        .run()
        .exit(2)
        .stderr_has("standard output");
}

#[test]
fn a_result_has_the_documented_keys() {
    let result = good()
        .args(["check", "task3", "submission", "--format", "json"])
        .run()
        .exit(0)
        .json();
    assert_eq!(result["schema"], "grader.result/1");
    assert_eq!(result["task"], "task3");
    assert_eq!(result["submission"], "submission");
    assert_eq!(
        (result["score"].as_u64(), result["max_score"].as_u64()),
        (Some(10), Some(10))
    );
    for key in [
        "tool_version",
        "spec_hash",
        "snapshot_hash",
        "seed",
        "isolation",
        "duration_ms",
        "flags",
        "python",
    ] {
        assert!(!result[key].is_null(), "{key} is missing");
    }
    let check = &result["checks"][0];
    for key in [
        "id",
        "title",
        "status",
        "points",
        "max_points",
        "reason",
        "visibility",
        "duration_ms",
        "evidence",
    ] {
        assert!(!check[key].is_null(), "{key} of a check is missing");
    }
}

#[test]
fn several_submissions_are_several_results() {
    let results = good()
        .file("other/counter.py", "class Counter: pass\n")
        .args(["check", "task3", "submission", "other", "--format", "json"])
        .run()
        .exit(1)
        .json();
    assert_eq!(results["results"].as_array().map(Vec::len), Some(2));
    assert_eq!(results["results"][1]["submission"], "other");
}

#[test]
fn russian_feedback_is_chosen_by_option_or_locale() {
    good()
        .args(["check", "task3", "submission", "--lang", "ru"])
        .run()
        .exit(0)
        .stdout_has("10 из 10 баллов");
    good()
        .env("LANG", "ru_RU.UTF-8")
        .args(["check", "task3", "submission"])
        .run()
        .exit(0)
        .stdout_has("10 из 10 баллов");
    good()
        .args(["check", "task3", "submission"])
        .run()
        .exit(0)
        .stdout_lacks("10 из 10 баллов");
}

#[test]
fn colour_is_off_in_a_pipe_and_on_when_asked_for() {
    good()
        .args(["check", "task3", "submission"])
        .run()
        .exit(0)
        .stdout_lacks("\u{1b}");
    good()
        .args(["check", "task3", "submission", "--color", "always"])
        .run()
        .exit(0)
        .stdout_has("\u{1b}[");
    good()
        .env("NO_COLOR", "1")
        .env("CLICOLOR_FORCE", "1")
        .args(["check", "task3", "submission"])
        .run()
        .exit(0)
        .stdout_lacks("\u{1b}");
}

#[test]
fn exit_zero_hides_lost_points_only() {
    let bad = || Grader::new().file("submission/counter.py", "x = 1\n");
    bad().args(["check", "task3", "submission"]).run().exit(1);
    bad()
        .args(["check", "task3", "submission", "--exit-zero"])
        .run()
        .exit(0);
    bad()
        .args(["check", "nothing", "submission", "--exit-zero"])
        .run()
        .exit(2);
}
