//! The documentation example of every kind runs: a right submission gets every point, and a wrong one does not.

use crate::builder::{Grader, project};

/// Grades `files` by the example of a kind, which `beside` completes.
#[track_caller]
fn grade(kind: &str, file: &str, files: &[(&str, &str)], beside: &[(&str, &str)]) -> serde_json::Value {
    let example = std::fs::read_to_string(project(&format!("src/checks/{kind}/example.toml"))).unwrap();
    let head = format!("spec_version = 1\ntitle = {{ en = \"Example\" }}\nfile = \"{file}\"\n\n");
    let grader = Grader::new().file("tasks/example/task.toml", head + &example);
    let grader = beside.iter().fold(grader, |grader, (name, text)| {
        grader.file(&format!("tasks/example/{name}"), text)
    });
    let grader = files.iter().fold(grader, |grader, (name, text)| {
        grader.file(&format!("submission/{name}"), text)
    });
    let ended = grader
        .args([
            "check",
            "tasks/example",
            "submission",
            "--format",
            "json",
            "--exit-zero",
        ])
        .run()
        .exit(0);
    ended.json()
}

#[track_caller]
fn check(kind: &str, file: &str, right: &[(&str, &str)], wrong: &[(&str, &str)], beside: &[(&str, &str)]) {
    let result = grade(kind, file, right, beside);
    assert_eq!(result["score"], result["max_score"], "{result:#}");
    let result = grade(kind, file, wrong, beside);
    assert_eq!(result["score"], 0, "{result:#}");
}

const COUNTER: &str = "
class Counter:
    def __init__(self, start=0):
        self._value = start

    def increment(self, amount=1):
        self._value += amount
        return self._value

    @property
    def value(self):
        return self._value
";

#[test]
fn the_example_of_the_kind_call_runs() {
    let wrong = COUNTER.replace("+= amount", "+= amount or 1");
    let wrong = wrong.replace("return self._value\n\n    @", "return abs(self._value)\n\n    @");
    check(
        "call",
        "counter.py",
        &[("counter.py", COUNTER)],
        &[("counter.py", &wrong)],
        &[],
    );
}

#[test]
fn the_example_of_the_kind_script_runs() {
    let right = "import sys
if len(sys.argv) > 1:
    try:
        text = open(sys.argv[1]).read()
    except OSError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
else:
    text = sys.stdin.read()
print(sum(map(int, text.split())))
";
    check(
        "script",
        "total.py",
        &[("total.py", right)],
        &[("total.py", &right.replace("sum", "max"))],
        &[],
    );
}

#[test]
fn the_example_of_the_kind_source_runs() {
    let right = "import functools, collections.abc
def total(numbers):
    return functools.reduce(lambda one, other: one + other, numbers, 0)
";
    let wrong = [
        ("total.py", right),
        (
            "total.py",
            "import functools\ndef total(numbers):\n    return sum(numbers)\n",
        ),
    ];
    let hidden = "import functools, helper\ntotal = helper.total\n";
    let helper = right.replace("collections.abc", "sys; sys.modules['a' 'bc']");
    check("source", "total.py", &wrong[..1], &wrong[1..], &[]);
    check(
        "source",
        "total.py",
        &wrong[..1],
        &[("total.py", hidden), ("helper.py", &helper)],
        &[],
    );
}

#[test]
fn the_example_of_the_kind_schedules_runs() {
    let locked = COUNTER.replace(
        "self._value = start",
        "self._value = start; self.lock = __import__('threading').Lock()",
    );
    let locked = locked.replace(
        "self._value += amount\n        return self._value",
        "with self.lock:\n            self._value += amount\n            return self._value",
    );
    let count = "
import threading
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
    let (right, wrong) = (locked + count, COUNTER.to_owned() + count);
    check(
        "schedules",
        "counter.py",
        &[("counter.py", &right)],
        &[("counter.py", &wrong)],
        &[],
    );
}

#[test]
fn the_example_of_the_kind_clock_runs() {
    let right = "import queue, threading

class Result:
    def __init__(self, work):
        self.work = work
        self.done = threading.Event()
        self.value = None

    def run(self):
        func, args = self.work
        self.value = func(*args)
        self.done.set()

    def get(self, timeout=None):
        if not self.done.wait(timeout):
            raise TimeoutError
        return self.value

class WorkerPool:
    def __init__(self, thread_count):
        self.jobs = queue.Queue()
        for _ in range(thread_count):
            threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        while True:
            self.jobs.get().run()

    def submit(self, func, *args):
        result = Result((func, args))
        self.jobs.put(result)
        return result
";
    let wrong = right.replace("range(thread_count)", "range(1)");
    check(
        "clock",
        "pool.py",
        &[("pool.py", right)],
        &[("pool.py", &wrong)],
        &[],
    );
}

#[test]
fn the_example_of_the_kind_descriptor_runs() {
    let right = std::fs::read_to_string(project("tasks/task7/selftest/accepted/lecture/fields.py")).unwrap();
    let wrong = right
        .replace("delattr", "")
        .replace("if self.attribute is None", "if True");
    check(
        "descriptor",
        "fields.py",
        &[("fields.py", &right)],
        &[("fields.py", &wrong)],
        &[],
    );
}
