//! Programs that wait for ever, leave something behind or race, through the binary: what they are called, what is said.

use serde_json::Value;

use crate::builder::{Ended, Grader};

/// A task whose one check is a scenario.
fn task(scenario: &str) -> String {
    format!(
        "spec_version = 1\npoints = 1\ntitle = {{ en = \"Threads\" }}\nfile = \"program.py\"\n[[check]]\nid = \"threads\"\n\
         kind = \"schedules\"\npoints = 1\ntitle = {{ en = \"Threads\" }}\n[[check.scenario]]\nname = \"the threads\"\n\
         {scenario}\n"
    )
}

fn run(program: &str, scenario: &str, arguments: &[&str]) -> Ended {
    Grader::new()
        .file("task/task.toml", task(scenario))
        .file("submission/program.py", program)
        .args(["check", "task", "submission"])
        .args(arguments.iter().copied())
        .run()
}

/// The only check of the result.
#[track_caller]
fn checked(program: &str, scenario: &str) -> Value {
    let ended = run(program, scenario, &["--format", "json", "--exit-zero"]).exit(0);
    ended.json()["checks"][0].take()
}

#[track_caller]
fn passes(program: &str, scenario: &str) {
    let check = checked(program, scenario);
    assert_eq!(check["status"], "passed", "{program}: {check:#}");
}

#[track_caller]
fn fails(program: &str, scenario: &str, reason: &str) -> Value {
    let check = checked(program, scenario);
    assert_eq!(check["status"], "failed", "{program}: {check:#}");
    assert_eq!(check["reason"], reason, "{program}: {check:#}");
    check
}

const POOL: &str = "\
import queue
import threading

class Pool:
    def __init__(self, count):
        self.jobs = queue.Queue()
        self.threads = [threading.Thread(target=self.work) for _ in range(count)]
        for thread in self.threads:
            thread.start()

    def work(self):
        while self.jobs.get() is not None:
            pass

    def close(self):
        for _ in self.threads:
            self.jobs.put(None)
";
const JOINS: &str = "        for thread in self.threads:\n            thread.join()\n";
const CLOSE: &str = "setup = \"pool = Pool(2)\"\nmain = [{ do = \"pool.close()\", no_threads_left = true }]";

#[test]
fn threads_that_close_does_not_wait_for_are_left() {
    let check = fails(POOL, CLOSE, "thread-left");
    let left = &check["evidence"]["left_threads"];
    assert_eq!(left.as_array().map(Vec::len), Some(2), "{check:#}");
    assert_eq!(left[0]["started_at"]["line"], 9);
    assert_eq!(check["location"]["line"], 9);
    let one = format!("{POOL}        self.threads[0].join()\n");
    let check = fails(&one, CLOSE, "thread-left");
    assert_eq!(
        check["evidence"]["left_threads"].as_array().map(Vec::len),
        Some(1),
        "{check:#}"
    );
}

#[test]
fn threads_that_close_waits_for_are_gone() {
    passes(&format!("{POOL}{JOINS}"), CLOSE);
    // A thread that the import started is nobody's concern.
    passes(&format!("{POOL}{JOINS}\nother = Pool(1)\n"), CLOSE);
}

const ACCOUNT: &str = "\
import threading

class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()

def transfer(source, target, amount):
    source.lock.acquire()
    if source.balance < amount:
        return False
    source.balance -= amount
    target.balance += amount
    source.lock.release()
    return True
";

#[test]
fn a_lock_that_an_early_return_leaves_is_held() {
    let scenario = "setup = \"a, b = Account(1), Account(0)\"\nmain = [{ do = \"transfer(a, b, 5)\", no_locks_held = true }]";
    let check = fails(ACCOUNT, scenario, "lock-held");
    let held = &check["evidence"]["left_locks"][0];
    assert_eq!(held["lock"], "Lock self.lock");
    assert_eq!(held["taken_at"]["line"], 9);
    assert_eq!(held["thread_ended"], false);
    passes(ACCOUNT, &scenario.replace("b, 5", "b, 1"));
}
