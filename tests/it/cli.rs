//! Arguments, help, exit statuses, and what goes where.

use crate::builder::Grader;

#[test]
fn help_names_every_command_and_the_exit_statuses() {
    let ended = Grader::new().args(["--help"]).run().exit(0);
    for word in [
        "check",
        "list",
        "validate",
        "selftest",
        "replay",
        "schema",
        "doctor",
        "completions",
    ] {
        assert!(ended.stdout.contains(word), "{word} is not in --help");
    }
    ended.stdout_has("no score may be recorded");
}

#[test]
fn an_unknown_option_is_a_usage_error() {
    Grader::new()
        .args(["check", "--fromat", "json", "task3", "."])
        .run()
        .exit(2)
        .stderr_has("--format");
}

#[test]
fn an_unknown_format_says_which_there_are() {
    Grader::new()
        .args(["check", "task3", ".", "--format", "xml"])
        .run()
        .exit(2)
        .stderr_has("terminal or json");
}

#[test]
fn an_unknown_task_names_the_nearest_one() {
    Grader::new()
        .args(["check", "taks3", "."])
        .run()
        .exit(2)
        .stderr_has("did you mean `task3`?");
}

#[test]
fn the_shipped_course_is_listed_in_any_folder() {
    Grader::new().args(["list"]).run().exit(0).stdout_has("task3");
}

#[test]
fn a_tasks_folder_that_is_not_there_is_a_usage_error() {
    Grader::new()
        .args(["list", "--tasks", "nowhere"])
        .run()
        .exit(2)
        .stderr_has("`nowhere` is not a folder");
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        Grader::new()
            .args(["completions", shell])
            .run()
            .exit(0)
            .stdout_has("grader");
    }
}

#[test]
fn the_schema_is_json_with_a_dialect() {
    let schema = Grader::new().args(["schema"]).run().exit(0).json();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn doctor_names_the_level_and_the_interpreter() {
    Grader::new()
        .args(["doctor"])
        .run()
        .exit(0)
        .stdout_has("isolation")
        .stdout_has("Python");
}
