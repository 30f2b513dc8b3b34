//! The shipped tasks: every accepted solution gets every point, every rejected one fails exactly its checks, and a core
//! of them is graded again and again.

use crate::builder::{Grader, folders, lost, project};

/// What is known of a shipped task. What task 3 has beyond this is in `task3.rs`.
struct Shipped {
    task: &'static str,
    points: u32,
    checks: &'static [&'static str],
    /// Solutions in really different styles, and ways to be wrong of every check.
    core: &'static [&'static str],
}

const TASK4: Shipped = Shipped {
    task: "task4",
    points: 10,
    checks: &[
        "transfers",
        "atomic",
        "deadlock-free",
        "consistent-total",
        "timeouts",
        "hello",
    ],
    core: &[
        "accepted/order-by-id",
        "accepted/one-lock-for-all",
        "accepted/back-off-waiting-on-the-other",
        "accepted/exit-stack",
        "accepted/condition-beside-the-lock",
        "rejected/to-itself-hangs",
        "rejected/checks-before-the-lock",
        "rejected/goes-below-zero",
        "rejected/source-then-target",
        "rejected/gate-for-each-pair",
        "rejected/total-one-lock-at-a-time",
        "rejected/timeout-for-each-lock",
        "rejected/rlocks-kept-after-an-error",
        "rejected/hello-waits-for-ever",
    ],
};

const TASK5: Shipped = Shipped {
    task: "task5",
    points: 10,
    checks: &[
        "results",
        "each-job-once",
        "concurrent",
        "close",
        "job-failure",
        "no-busy-wait",
        "threaded-sum",
    ],
    core: &[
        "accepted/queue-and-sentinels",
        "accepted/condition-and-deque",
        "accepted/executor-inside",
        "accepted/thread-for-each-job",
        "accepted/result-in-a-queue",
        "rejected/error-is-copied",
        "rejected/current-job-on-the-pool",
        "rejected/looks-before-it-waits",
        "rejected/semaphore-without-order",
        "rejected/flag-without-the-lock",
        "rejected/close-leaves-daemons",
        "rejected/system-exit-ends-the-worker",
        "rejected/workers-poll",
        "rejected/sum-races",
    ],
};

const TASK8: Shipped = Shipped {
    task: "task8",
    points: 10,
    checks: &[
        "creation-order",
        "singleton",
        "singleton-threads",
        "registry",
        "new-returns-other",
        "make-class",
    ],
    core: &[
        "accepted/lock-of-each-class",
        "accepted/event-for-those-who-wait",
        "accepted/future",
        "rejected/no-lock",
        "rejected/published-before-init",
        "rejected/one-plain-lock-for-all",
        "rejected/logged-type-named",
        "rejected/weak-instances",
        "rejected/name-taken-before-the-class-is-there",
        "rejected/newline-after-the-digits",
        "rejected/attributes-put-in-later",
    ],
};

const TASK12: Shipped = Shipped {
    task: "task12",
    points: 5,
    checks: &["fetches", "overlaps"],
    core: &[
        "accepted/executor-submit",
        "accepted/striding",
        "accepted/condition",
        "rejected/thread-for-each-url",
        "rejected/first-failure-by-time",
        "rejected/looks-then-waits",
    ],
};

/// Grades the solutions of a task as `expected.toml` says.
#[track_caller]
fn selftest(shipped: &Shipped, more: &[&str]) -> String {
    let tasks = project("tasks").display().to_string();
    let arguments = ["selftest", shipped.task, "--tasks", &tasks];
    let ended = Grader::new().args(arguments.into_iter().chain(more.iter().copied()));
    ended.run().exit(0).stdout
}

/// The spec is valid, there are enough solutions, and the template earns nothing.
#[track_caller]
fn is_complete(shipped: &Shipped) {
    let Shipped {
        task, points, checks, ..
    } = shipped;
    Grader::new()
        .args(["validate", task])
        .run()
        .exit(0)
        .stdout_has(&format!("{task}: {} ", checks.len()))
        .stdout_has(&format!("{points} points"));
    let rejected = folders(&format!("tasks/{task}/selftest/rejected"));
    assert!(folders(&format!("tasks/{task}/selftest/accepted")).len() >= 8);
    assert!(rejected.len() >= 16);
    for id in *checks {
        let failing = rejected.iter().filter(|name| {
            let note = project(&format!("tasks/{task}/selftest/rejected/{name}/expected.toml"));
            let note: toml::Table = std::fs::read_to_string(note)
                .expect("expected.toml")
                .parse()
                .expect("TOML");
            note["fails"]
                .as_array()
                .expect("fails")
                .iter()
                .any(|failed| failed.as_str() == Some(*id))
        });
        assert!(
            failing.count() >= 3,
            "fewer than three rejected solutions of {task} fail {id}"
        );
    }
    let result = Grader::new()
        .copy(&project(&format!("tasks/{task}/template")), "submission")
        .args(["check", task, "submission", "--format", "json"])
        .run()
        .exit(1)
        .json();
    assert_eq!(result["score"], 0);
    assert_eq!(lost(&result), *checks);
}

/// Repetitions give one verdict and one witness.
#[track_caller]
fn repeats(shipped: &Shipped) {
    let only: Vec<&str> = shipped.core.iter().flat_map(|name| ["--only", *name]).collect();
    let told = selftest(shipped, &[&["--repeat", "5"], only.as_slice()].concat());
    assert!(told.contains("as expected"), "{told}");
}

#[test]
fn task4_is_complete() {
    is_complete(&TASK4);
}

#[test]
fn every_solution_of_task4_gets_the_verdict_that_it_must_get() {
    selftest(&TASK4, &[]);
}

#[test]
fn repetitions_of_the_core_of_task4_give_one_verdict_and_one_witness() {
    repeats(&TASK4);
}

#[test]
fn task5_is_complete() {
    is_complete(&TASK5);
}

#[test]
fn every_solution_of_task5_gets_the_verdict_that_it_must_get() {
    selftest(&TASK5, &[]);
}

#[test]
fn repetitions_of_the_core_of_task5_give_one_verdict_and_one_witness() {
    repeats(&TASK5);
}

#[test]
fn task8_is_complete() {
    is_complete(&TASK8);
}

#[test]
fn every_solution_of_task8_gets_the_verdict_that_it_must_get() {
    selftest(&TASK8, &[]);
}

#[test]
fn repetitions_of_the_core_of_task8_give_one_verdict_and_one_witness() {
    repeats(&TASK8);
}

#[test]
fn task12_is_complete() {
    is_complete(&TASK12);
}

#[test]
fn every_solution_of_task12_gets_the_verdict_that_it_must_get() {
    selftest(&TASK12, &[]);
}

#[test]
fn repetitions_of_the_core_of_task12_give_one_verdict_and_one_witness() {
    repeats(&TASK12);
}
