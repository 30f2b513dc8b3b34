//! The shipped task 11, and scrapers on other libraries. Packages are installed by name, with pip; where no index can be
//! reached these tests say so and are skipped, but not in CI.

use crate::builder::{Ended, Grader, lost, project, verdicts};

/// What ran with its packages; nothing where they cannot be had.
pub(crate) fn with_packages(ended: Ended) -> Option<Ended> {
    let unreachable = ended.code == Some(3) && ended.stderr.contains("pip could not install them");
    if !unreachable {
        return Some(ended);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "no package index in CI:\n{}",
        ended.stderr
    );
    crate::builder::skipped(&format!("no package index can be reached:\n{}", ended.stderr));
    None
}

#[test]
fn the_spec_is_valid() {
    Grader::new()
        .args(["validate", "task11"])
        .run()
        .exit(0)
        .stdout_has("task11: 6 checks, 10 points");
}

#[test]
fn every_solution_gets_the_verdict_that_it_must_get() {
    let tasks = project("tasks").display().to_string();
    let ended = Grader::new()
        .args(["selftest", "task11", "--tasks", &tasks])
        .run();
    if let Some(ended) = with_packages(ended) {
        ended.exit(0);
    }
}

#[test]
fn every_check_is_failed_by_at_least_two_solutions() {
    let folder = project("tasks/task11/selftest/rejected");
    let notes: Vec<String> = crate::builder::folders("tasks/task11/selftest/rejected")
        .iter()
        .map(|name| std::fs::read_to_string(folder.join(name).join("expected.toml")).unwrap())
        .collect();
    for id in ["links", "strings", "parents", "printed", "crawl", "crawl-errors"] {
        let alone = notes
            .iter()
            .filter(|note| note.contains(&format!("fails = [\"{id}\"]")))
            .count();
        assert!(alone >= 2, "{alone} rejected solutions fail {id} alone");
    }
}

#[test]
fn the_template_gets_no_point() {
    let ended = Grader::new()
        .copy(&project("tasks/task11/template"), "submission")
        .args(["check", "task11", "submission", "--format", "json"])
        .run();
    if let Some(ended) = with_packages(ended) {
        let result = ended.exit(1).json();
        assert_eq!(result["score"], 0);
        assert_eq!(lost(&result).len(), 6);
    }
}

#[test]
fn scrapers_on_lxml_and_parsel_pass_all_but_what_their_parser_repairs() {
    let ended = Grader::new()
        .copy(&project("fixtures/scrape-lxml"), "tasks/scrape-lxml")
        .copy(&project("fixtures/scrape-lxml/lxml"), "lxml")
        .copy(&project("fixtures/scrape-lxml/parsel"), "parsel")
        .args([
            "check",
            "scrape-lxml",
            "lxml",
            "parsel",
            "--tasks",
            "tasks",
            "--format",
            "json",
        ])
        .run();
    let Some(ended) = with_packages(ended) else { return };
    let results = ended.exit(1).json();
    for result in results["results"].as_array().unwrap() {
        assert_eq!(lost(result), ["broken-parents"], "{:#?}", verdicts(result));
        assert!(result["flags"].as_array().unwrap().is_empty());
    }
}

#[test]
fn a_failed_crawl_comes_with_what_the_site_was_asked() {
    let ended = Grader::new()
        .copy(
            &project("tasks/task11/selftest/rejected/four-tries"),
            "submission",
        )
        .args([
            "check",
            "task11",
            "submission",
            "--format",
            "json",
            "--check",
            "crawl-errors",
        ])
        .run();
    let Some(ended) = with_packages(ended) else { return };
    let result = ended.exit(1).json();
    let requests = result["checks"][0]["evidence"]["requests"].as_array().unwrap();
    let refused = requests
        .iter()
        .filter(|line| line.as_str().unwrap().ends_with(" → 503"))
        .count();
    assert_eq!(refused, 4, "{requests:#?}");
}

#[test]
fn without_a_network_of_its_own_a_crawl_is_not_judged() {
    let ended = Grader::new()
        .copy(
            &project("tasks/task11/selftest/accepted/bs4-and-requests"),
            "submission",
        )
        .args([
            "check",
            "task11",
            "submission",
            "--format",
            "json",
            "--check",
            "crawl",
            "--isolation",
            "none",
        ])
        .run();
    let Some(ended) = with_packages(ended) else { return };
    let result = ended.exit(3).json();
    assert_eq!(result["checks"][0]["status"], "inconclusive");
    let rationale = result["checks"][0]["rationale"].to_string();
    assert!(
        rationale.contains("a web site needs a network of its own"),
        "{rationale}"
    );
}

#[test]
fn the_example_of_the_kind_grades() {
    let header = "spec_version = 1\ntitle = { en = \"Mine\" }\nfile = \"scrape.py\"\n\
                  packages = [\"beautifulsoup4\", \"requests\"]\n\n";
    let example = include_str!("../../src/checks/scrape/example.toml");
    let lock = std::fs::read(project("tasks/task11/requirements.lock")).unwrap();
    let ended = Grader::new()
        .file("tasks/mine/task.toml", format!("{header}{example}"))
        .file("tasks/mine/requirements.lock", lock)
        .copy(
            &project("tasks/task11/selftest/accepted/bs4-and-requests"),
            "right",
        )
        .copy(&project("tasks/task11/selftest/rejected/no-second-try"), "wrong")
        .args([
            "check", "mine", "right", "wrong", "--tasks", "tasks", "--format", "json",
        ])
        .run();
    let Some(ended) = with_packages(ended) else { return };
    let results = ended.exit(1).json();
    assert!(lost(&results["results"][0]).is_empty(), "{results:#}");
    assert_eq!(lost(&results["results"][1]), ["links"]);
}
