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
    assert_eq!(held["lock"], "Lock self.lock #1");
    assert_eq!(held["taken_at"]["line"], 9);
    assert_eq!(held["thread_ended"], false);
    passes(ACCOUNT, &scenario.replace("b, 5", "b, 1"));
}

const BANK: &str = "\
import threading

class Account:
    def __init__(self):
        self.balance = 10
        self.lock = threading.Lock()

def transfer(source, target):
    with source.lock:
        with target.lock:
            source.balance -= 1
            target.balance += 1
";

#[test]
fn a_circle_of_transfers_is_told_and_drawn_in_both_languages() {
    let scenario = "setup = \"a, b, c = Account(), Account(), Account()\"\n\
        threads = [[{ do = \"transfer(a, b)\" }], [{ do = \"transfer(b, c)\" }], [{ do = \"transfer(c, a)\" }]]";
    let check = fails(BANK, scenario, "deadlock");
    let waits = check["evidence"]["waits"].as_array().expect("waits");
    let wanted: Vec<_> = waits.iter().map(|wait| wait["wanted"].as_str()).collect();
    let locks = ["Lock self.lock #2", "Lock self.lock #3", "Lock self.lock #1"];
    assert_eq!(wanted, locks.map(Some), "{check:#}");
    assert_eq!(check["evidence"]["circle"], serde_json::json!([0, 1, 2]));
    assert!(
        waits.iter().all(|wait| wait["taken_at"]["line"] == 9),
        "{check:#}"
    );
    run(BANK, scenario, &[])
        .exit(1)
        .stdout_has("┌─▶ thread 1 ──waits for──▶ Lock self.lock #2, held by")
        .stdout_has("│   thread 3 ──waits for──▶ Lock self.lock #1, held by");
    run(BANK, scenario, &["--lang", "ru"])
        .exit(1)
        .stdout_has("┌─▶ поток 1 ──ждёт──▶ Lock self.lock #2, его держит")
        .stdout_has("3 потока ждут друг друга по кругу")
        .stdout_lacks("thread 1");
}

#[test]
fn a_pool_that_wakes_one_worker_of_two_waits_for_ever() {
    let one = POOL.replace(
        "for _ in self.threads:\n            self",
        "if True:\n            self",
    ) + JOINS;
    let check = fails(&one, CLOSE, "deadlock");
    let waits = check["evidence"]["waits"].as_array().expect("waits");
    assert_eq!(waits[0]["holder"], waits[1]["thread"], "{check:#}");
    assert_eq!(waits[1]["wanted"], "Queue self.jobs");
    assert_eq!(waits[1]["holder"], Value::Null);
    assert_eq!(waits[1]["missed"], Value::Null);
}

#[test]
fn a_wake_up_that_came_too_early_is_named_with_its_line() {
    let program = "\
import threading

class Gate:
    def __init__(self):
        self.condition = threading.Condition()
        self.event = threading.Event()
        self.open = False
    def wait(self):
        if not self.open:
            with self.condition:
                self.condition.wait()
    def go(self):
        with self.condition:
            self.open = True
            self.condition.notify_all()
    def look(self):
        self.event.wait()
    def blink(self):
        self.event.set()
        self.event.clear()
";
    let scenario =
        "setup = \"gate = Gate()\"\nthreads = [[{ do = \"gate.wait()\" }], [{ do = \"gate.go()\" }]]";
    let check = fails(program, scenario, "missed-wakeup");
    assert_eq!(check["evidence"]["waits"][0]["missed"]["line"], 15, "{check:#}");
    let scenario = scenario.replace("wait()", "look()").replace("go()", "blink()");
    let check = fails(program, &scenario, "missed-wakeup");
    let wait = &check["evidence"]["waits"][0];
    assert_eq!(
        (&wait["missed"]["line"], &wait["cleared"]["line"]),
        (&19.into(), &20.into())
    );
}

const ONCE: &str = "\
import threading

class Config:
    _made = None
    _lock = threading.Lock()

    @classmethod
    def get(cls):
        if cls._made is None:
            with cls._lock:
                if cls._made is None:
                    cls._made = cls()
        return cls._made

class Jobs:
    def __init__(self):
        self.stop = False
        self.done = []
    def work(self):
        while not self.stop:
            pass
        self.done.append(1)
    def end(self):
        self.done.append(2)
        self.stop = True
";
const GET: &str = "setup = \"found = []\"\nthreads = [[{ do = \"found.append(Config.get())\" }], [{ do = \"found.append(Config.get())\" }]]\nend = [{ value = \"found[0] is found[1]\", equals = true }]";
const STOP: &str = "setup = \"jobs = Jobs()\"\nthreads = [[{ do = \"jobs.work()\" }], [{ do = \"jobs.end()\" }]]\nend = [{ value = \"sorted(jobs.done)\", equals = [1, 2] }]";

#[test]
fn a_race_that_changes_no_outcome_fails_only_where_the_spec_says_so() {
    passes(ONCE, GET);
    passes(ONCE, STOP);
    let check = fails(ONCE, &format!("{GET}\nraces = \"fail\""), "race");
    let accesses = &check["evidence"]["races"][0]["accesses"];
    assert_eq!(accesses.as_array().map(Vec::len), Some(2), "{check:#}");
    fails(ONCE, &format!("{STOP}\nraces = \"fail\""), "race");
    let locked = ONCE.replace(
        "        if cls._made is None:\n            with cls._lock:",
        "        if True:\n            with cls._lock:",
    );
    let locked = locked.replace("        return cls._made", "                return cls._made");
    passes(&locked, &format!("{GET}\nraces = \"fail\""));
}

#[test]
fn a_wrong_outcome_tells_the_lines_that_race() {
    let program = "\
class Box:
    def __init__(self):
        self.value = None
    def fill(self):
        if self.value is None:
            self.value = object()
        return self.value
";
    let scenario = "setup = \"box, found = Box(), []\"\nthreads = [[{ do = \"found.append(box.fill())\" }], [{ do = \"found.append(box.fill())\" }]]\nend = [{ value = \"found[0] is found[1]\", equals = true }]";
    let check = fails(program, scenario, "race");
    let races = check["evidence"]["races"].as_array().expect("races");
    assert!(!races.is_empty(), "{check:#}");
    for race in races {
        let lines: Vec<_> = (0..2)
            .map(|side| race["accesses"][side]["location"]["line"].as_u64())
            .collect();
        assert!(
            lines.iter().all(|line| (5..=7).contains(&line.expect("a line"))),
            "{race:#}"
        );
    }
}
