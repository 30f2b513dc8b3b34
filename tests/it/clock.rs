//! Checks of kind `clock`, through the binary: right programs in several styles, and wrong ones and cheats for each
//! rule.

use serde_json::Value;

use crate::builder::Grader;

/// A task with one check; `scenario` is what follows `[[check.scenario]]`.
fn task(file: &str, scenario: &str) -> String {
    format!(
        "spec_version = 1\ntitle = {{ en = \"Clock\", ru = \"Часы\" }}\nfile = \"{file}\"\n\n[[check]]\nid = \"clock\"\n\
         kind = \"clock\"\npoints = 10\ntitle = {{ en = \"On time\", ru = \"Вовремя\" }}\n\n[[check.scenario]]\n{scenario}"
    )
}

/// The only check of each of these programs, in their order.
#[track_caller]
fn checks(file: &str, scenario: &str, programs: &[(&str, String)]) -> Vec<Value> {
    let mut grader = Grader::new().file("task/task.toml", task(file, scenario));
    for (name, source) in programs {
        grader = grader.file(&format!("{name}/{file}"), source);
    }
    let names = programs.iter().map(|(name, _)| *name);
    let mut json = grader
        .args(["check", "task", "--format", "json", "--exit-zero", "-q"])
        .args(names)
        .run()
        .exit(0)
        .json();
    let results = if programs.len() == 1 {
        vec![json]
    } else {
        json["results"]
            .as_array_mut()
            .map(std::mem::take)
            .expect("results")
    };
    assert_eq!(results.len(), programs.len());
    results
        .into_iter()
        .map(|result| result["checks"][0].clone())
        .collect()
}

/// Asserts the reason of each program: `passed`, or why it fails.
#[track_caller]
fn assert_reasons(file: &str, scenario: &str, programs: &[(&str, &str, String)]) -> Vec<Value> {
    let sources: Vec<_> = programs
        .iter()
        .map(|(name, _, source)| (*name, source.clone()))
        .collect();
    let checks = checks(file, scenario, &sources);
    for ((name, reason, _), check) in programs.iter().zip(&checks) {
        assert_eq!(check["reason"], *reason, "{name}: {check:#}");
    }
    checks
}

/// A right pool with a queue; `Result.get` waits for an event.
const POOL: &str = r"
import queue
import threading
import time


class Result:
    def __init__(self):
        self._done = threading.Event()
        self._value = self._error = None

    def get(self, timeout=None):
        if not self._done.wait(timeout):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._value


class WorkerPool:
    def __init__(self, thread_count):
        self._jobs = queue.Queue()
        self._threads = [threading.Thread(target=self._work) for _ in range(thread_count)]
        for thread in self._threads:
            thread.start()

    def _work(self):
        while True:
            job = self._jobs.get()
            if job is None:
                return
            function, args, result = job
            try:
                result._value = function(*args)
            except BaseException as error:
                result._error = error
            result._done.set()

    def submit(self, function, *args):
        result = Result()
        self._jobs.put((function, args, result))
        return result

    def close(self):
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
";

/// The same with an executor.
const EXECUTOR: &str = r"
import concurrent.futures


class Result:
    def __init__(self, future):
        self._future = future

    def get(self, timeout=None):
        try:
            return self._future.result(timeout)
        except concurrent.futures.TimeoutError:
            raise TimeoutError from None


class WorkerPool:
    def __init__(self, thread_count):
        self._executor = concurrent.futures.ThreadPoolExecutor(thread_count)

    def submit(self, function, *args):
        return Result(self._executor.submit(function, *args))

    def close(self):
        self._executor.shutdown()
";

/// The same with a condition and a list, and threads that start with the jobs.
const CONDITION: &str = r"
import threading


class Result:
    def __init__(self):
        self._ready = threading.Condition()
        self._value = []

    def get(self, timeout=None):
        with self._ready:
            if not self._ready.wait_for(lambda: self._value, timeout):
                raise TimeoutError
            return self._value[0]


class WorkerPool:
    def __init__(self, thread_count):
        self._more = threading.Condition()
        self._jobs, self._free, self._closed = [], thread_count, False
        self._threads = []

    def submit(self, function, *args):
        result = Result()
        with self._more:
            self._jobs.append((function, args, result))
            if self._free:
                self._free -= 1
                thread = threading.Thread(target=self._work)
                self._threads.append(thread)
                thread.start()
            self._more.notify()
        return result

    def _work(self):
        while True:
            with self._more:
                while not self._jobs and not self._closed:
                    self._more.wait()
                if not self._jobs:
                    return
                function, args, result = self._jobs.pop(0)
            value = function(*args)
            with result._ready:
                result._value.append(value)
                result._ready.notify_all()

    def close(self):
        with self._more:
            self._closed = True
            self._more.notify_all()
        for thread in self._threads:
            thread.join()
";

const EIGHT_JOBS: &str = r#"
name = "eight one-second jobs on four threads"
setup = """
import time
def job(number):
    time.sleep(1)
    return number
pool = WorkerPool(4)
"""
main = [
  { do = "results = [pool.submit(job, n) for n in range(8)]", takes = 0 },
  { value = "[r.get() for r in results]", equals = [0, 1, 2, 3, 4, 5, 6, 7], takes = 2 },
  { do = "pool.close()", takes = 0, no_threads_left = true },
]
takes = 2
watch = "job"
calls = { count = 8, at_once = 4, starts = [0, 0, 0, 0, 1, 1, 1, 1] }
"#;

fn pool(from: &str, to: &str) -> String {
    assert!(POOL.contains(from), "{from}");
    POOL.replace(from, to)
}

/// Pools, and why each fails with eight jobs.
fn pools() -> Vec<(&'static str, &'static str, String)> {
    // It runs the jobs that it was given without being seen, and shows a quiet call of each afterwards.
    let hidden = pool(
        "result._value = function(*args)",
        "result._value = getattr(function, '__wrapped__', function)(*args)",
    );
    let halved = format!("{POOL}\n_sleep = time.sleep\ntime.sleep = lambda seconds: _sleep(seconds / 2)\n");
    let faked = POOL.replace(
        "    def submit(self, function, *args):\n        result = Result()",
        "    def submit(self, function, *args):\n        function = lambda number: number\n        result = Result()",
    );
    vec![
        ("queue", "passed", POOL.to_owned()),
        ("executor", "passed", EXECUTOR.to_owned()),
        ("condition", "passed", CONDITION.to_owned()),
        // What a submission does to `time` it does to itself.
        ("its-own-sleep", "passed", halved),
        ("one-thread", "duration", pool("range(thread_count)", "range(1)")),
        (
            "three-threads",
            "duration",
            pool("range(thread_count)", "range(3)"),
        ),
        (
            "five-threads",
            "too-many-at-once",
            pool("range(thread_count)", "range(thread_count + 1)"),
        ),
        (
            "thread-for-each-job",
            "thread-left",
            pool(
                "        self._jobs.put((function, args, result))\n",
                "        self._jobs.put((function, args, result))\n        threading.Thread(target=self._work, daemon=True).start()\n",
            ),
        ),
        (
            "submit-waits",
            "duration",
            pool(
                "        return result\n",
                "        result._done.wait()\n        return result\n",
            ),
        ),
        (
            "each-twice",
            "too-many-at-once",
            pool("range(thread_count)", "range(8)").replace(
                "result._value = function(*args)",
                "function(*args)\n                result._value = function(*args)",
            ),
        ),
        ("hides-its-calls", "wrong", hidden),
        ("calls-nothing", "wrong", faked),
    ]
}

#[test]
fn eight_jobs_of_a_second_take_two_on_four_threads_in_any_style_and_in_no_wrong_one() {
    let programs = pools();
    let checks = assert_reasons("pool.py", EIGHT_JOBS, &programs);
    let one = &checks[4];
    assert_eq!(one["expected"], "2 s", "{one:#}");
    assert_eq!(one["actual"], "8 s");
    let rationale = one["rationale"].as_str().expect("words");
    assert!(
        rationale.contains("must take 2 s on the virtual clock, and took 8 s"),
        "{rationale}"
    );
    let timeline = &one["evidence"]["timeline"];
    assert_eq!(timeline["operations"][1]["returned"], 8.0, "{timeline:#}");
    assert_eq!(timeline["calls"][7]["began"], 7.0);
    let five = &checks[6];
    let rationale = five["rationale"].as_str().expect("words");
    assert!(
        rationale.contains("5 calls of `job` at the same moment, at most 4 allowed, at 0 s"),
        "{rationale}"
    );
    assert_eq!(five["location"]["file"], "pool.py", "{five:#}");
}

/// Two workers, one of which has a job of ten seconds; then none.
const NOTHING_TO_DO: &str = r#"
name = "nothing to do"
setup = """
import time
pool = WorkerPool(2)
slow = pool.submit(time.sleep, 10)
"""
main = [
  { do = "slow.get()", takes = { at_least = 10, at_most = 10.5 }, wakeups_per_second = 20 },
  { do = "time.sleep(10)", wakeups_per_second = 20 },
]
"#;

/// Pools, and why each fails with nothing to do.
fn idle_pools() -> Vec<(&'static str, &'static str, String)> {
    let take = "            job = self._jobs.get()\n";
    let polling = |period: &str| {
        pool(
            take,
            &format!(
                "            try:\n                job = self._jobs.get(timeout={period})\n            except queue.Empty:\n                continue\n"
            ),
        )
    };
    let spinning = pool(
        take,
        "            if self._jobs.empty():\n                continue\n            job = self._jobs.get()\n",
    );
    let get = "        if not self._done.wait(timeout):\n            raise TimeoutError\n";
    vec![
        ("blocks", "passed", POOL.to_owned()),
        ("executor", "passed", EXECUTOR.to_owned()),
        ("condition", "passed", CONDITION.to_owned()),
        // Two workers look five times a second each.
        ("looks-seldom", "passed", polling("0.2")),
        ("workers-poll", "busy-wait", polling("0.01")),
        (
            "workers-poll-by-sleeping",
            "busy-wait",
            spinning.replace(
                "                continue\n            job",
                "                time.sleep(0.005)\n                continue\n            job",
            ),
        ),
        ("workers-spin", "busy-wait", spinning),
        (
            "get-polls",
            "busy-wait",
            pool(
                get,
                "        while not self._done.is_set():\n            time.sleep(0.01)\n",
            ),
        ),
        (
            "get-spins",
            "busy-wait",
            pool(get, "        while not self._done.is_set():\n            pass\n"),
        ),
        (
            "get-yields",
            "busy-wait",
            pool(
                get,
                "        while not self._done.is_set():\n            time.sleep(0)\n",
            ),
        ),
        (
            "get-waits-in-slices",
            "busy-wait",
            pool(
                get,
                "        while not self._done.wait(0.001):\n            pass\n",
            ),
        ),
    ]
}

#[test]
fn idle_threads_block_instead_of_looking_again_and_again() {
    let programs = idle_pools();
    let checks = assert_reasons("pool.py", NOTHING_TO_DO, &programs);
    let rationale = checks[7]["rationale"].as_str().expect("words");
    assert!(rationale.contains("threads woke up 100"), "{rationale}");
    assert!(rationale.contains("most often at pool.py:14"), "{rationale}");
    assert_eq!(checks[7]["location"]["line"], 14, "{:#}", checks[7]);
    let rationale = checks[8]["rationale"].as_str().expect("words");
    assert!(rationale.contains("a loop at pool.py:13"), "{rationale}");
}

/// Locks with a time-out in all.
const BANK: &str = r"
import threading
import time


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount, timeout=None):
    end = None if timeout is None else time.monotonic() + timeout
    first, second = sorted((source, target), key=id)
    if not first.lock.acquire(timeout=-1 if end is None else timeout):
        return False
    try:
        if not second.lock.acquire(timeout=-1 if end is None else max(0, end - time.monotonic())):
            return False
        try:
            source.balance -= amount
            target.balance += amount
            return True
        finally:
            second.lock.release()
    finally:
        first.lock.release()
";

/// The lock that `transfer` takes first comes after 0.4 s, the other one never; then both are free.
const LATE_LOCKS: &str = r#"
name = "locks that come late"
setup = """
import threading
import time
a, b = sorted((Account(10), Account(10)), key=id)
a.lock.acquire()
b.lock.acquire()
late = threading.Timer(0.4, a.lock.release)
late.start()
"""
main = [
  { value = "transfer(a, b, 5, timeout=0.5)", equals = false, takes = { at_least = 0.5, at_most = 0.6 } },
  { value = "transfer(b, a, 5, timeout=0)", equals = false, takes = { at_most = 0.01 } },
  { do = "b.lock.release()", takes = 0 },
  { value = "transfer(b, a, 5, timeout=0)", equals = true, takes = { at_most = 0.01 } },
]
"#;

#[test]
fn a_time_out_is_one_in_all_whatever_clock_it_is_measured_with() {
    let bank = |from: &str, to: &str| {
        assert!(BANK.contains(from), "{from}");
        BANK.replace(from, to)
    };
    let body = BANK.split("    end = None").nth(1).expect("a body");
    let polling = |pause: &str| {
        let loop_ = format!(
            " if timeout is None else time.monotonic() + timeout
    while True:
        if source.lock.acquire(blocking=False):
            if target.lock.acquire(blocking=False):
                source.balance -= amount
                target.balance += amount
                target.lock.release()
                source.lock.release()
                return True
            source.lock.release()
        if end is not None and time.monotonic() >= end:
            return False
        {pause}
"
        );
        BANK.replace(body, &loop_)
    };
    let programs = [
        ("deadline", "passed", BANK.to_owned()),
        (
            "wall-clock",
            "passed",
            BANK.replace("time.monotonic()", "time.time()"),
        ),
        (
            "performance-counter",
            "passed",
            BANK.replace("time.monotonic()", "time.perf_counter()"),
        ),
        (
            "nanoseconds",
            "passed",
            BANK.replace("time.monotonic()", "(time.monotonic_ns() / 1e9)"),
        ),
        ("tries-again", "passed", polling("time.sleep(0.01)")),
        ("tries-without-rest", "passed", polling("pass")),
        (
            "per-lock",
            "duration",
            bank("max(0, end - time.monotonic())", "timeout"),
        ),
        (
            "gives-up-at-once",
            "wrong",
            bank("timeout=-1 if end is None else timeout", "blocking=False"),
        ),
        ("tries-seldom", "duration", polling("time.sleep(0.35)")),
    ];
    assert_reasons("bank.py", LATE_LOCKS, &programs);
}

#[test]
fn the_whole_scenario_and_its_threads_have_a_time_too() {
    let scenario = r#"
name = "four threads, one lock"
setup = """
import threading
lock = threading.Lock()
said = []
def hello():
    said.append(say_hello(lock, hold=1.0, timeout=0.5))
"""
threads = [[{ do = "hello()" }], [{ do = "hello()" }], [{ do = "hello()" }], [{ do = "hello()", takes = { at_most = 1 } }]]
end = [{ value = "sorted(said)", equals = [false, false, false, true] }, { value = "lock.locked()", equals = false }]
takes = 1
"#;
    let right = r#"
import time


def say_hello(lock, hold=1.0, timeout=0.5):
    if not lock.acquire(timeout=timeout):
        print("Without lock")
        return False
    try:
        time.sleep(hold)
        print("Hello")
    finally:
        lock.release()
    return True
"#;
    let programs = [
        ("right", "passed", right.to_owned()),
        (
            "waits-for-ever",
            "duration",
            right.replace("lock.acquire(timeout=timeout)", "lock.acquire()"),
        ),
        (
            "holds-too-long",
            "duration",
            right.replace("sleep(hold)", "sleep(hold + 0.1)"),
        ),
        (
            "holds-not-at-all",
            "wrong",
            right.replace("        time.sleep(hold)\n", ""),
        ),
    ];
    // All four say hello one after another: more than one second, and more than one of them is heard.
    let checks = checks(
        "hello.py",
        scenario,
        &programs.clone().map(|(name, _, source)| (name, source)),
    );
    for ((name, reason, _), check) in programs.iter().zip(&checks) {
        let seen = check["reason"].as_str().expect("a word");
        // The values at the end are looked at before the time.
        let fits = seen == *reason || (*name == "waits-for-ever" && seen == "wrong");
        assert!(fits, "{name}: {check:#}");
    }
}

#[test]
fn an_operation_of_a_thread_has_a_value_or_an_exception_under_every_schedule() {
    let spec = r#"
spec_version = 1
title = { en = "Box", ru = "Коробка" }
file = "box.py"

[[check]]
id = "box"
kind = "schedules"
points = 10
title = { en = "Box", ru = "Коробка" }

[[check.scenario]]
setup = "b = Box()"
threads = [
  [{ value = "b.add(1)", equals = true }, { do = "b.fail()", raises = "LookupError" }],
  [{ value = "b.add(2)", equals = true }],
]
end = [{ value = "b.total", equals = 3 }]
"#;
    let right = "import threading\n\nclass Box:\n    def __init__(self):\n        self.total = 0\n        self.lock = threading.Lock()\n\n    \
                 def add(self, n):\n        with self.lock:\n            before = self.total\n            self.total += n\n            \
                 return self.total == before + n\n\n    def fail(self):\n        raise KeyError(1)\n";
    let racy = right.replace("with self.lock", "if True");
    let programs = [
        ("right", right.to_owned(), "passed"),
        ("racy", racy, "race"),
        (
            "no-exception",
            right.replace("raise KeyError(1)", "pass"),
            "wrong",
        ),
        (
            "other-exception",
            right.replace("KeyError(1)", "ValueError(1)"),
            "exception",
        ),
    ];
    let mut grader = Grader::new().file("task/task.toml", spec);
    for (name, source, _) in &programs {
        grader = grader.file(&format!("{name}/box.py"), source);
    }
    let json = grader
        .args(["check", "task", "--format", "json", "--exit-zero", "-q"])
        .args(programs.iter().map(|(name, _, _)| *name))
        .run()
        .exit(0)
        .json();
    for (index, (name, _, reason)) in programs.iter().enumerate() {
        let check = &json["results"][index]["checks"][0];
        assert_eq!(check["reason"], *reason, "{name}: {check:#}");
    }
}

#[test]
fn a_failure_on_the_clock_is_told_in_russian() {
    let grader = Grader::new()
        .file("task/task.toml", task("pool.py", EIGHT_JOBS))
        .file("one/pool.py", pool("range(thread_count)", "range(1)"));
    grader
        .args(["check", "task", "one", "--lang", "ru"])
        .run()
        .exit(1)
        .stdout_has("должно занять 2 с по виртуальным часам, а")
        .stdout_has("время уходит в pool.py:");
}

#[test]
fn nonsense_about_time_is_shown_with_its_place_and_a_way_out() {
    let scenario = "main = [{ do = \"f()\", takes = { at_least = 2, at_most = 1 } }]\n";
    Grader::new()
        .file("task/task.toml", task("pool.py", scenario))
        .args(["validate", "task"])
        .run()
        .exit(2)
        .stdout_lacks("panicked")
        .stderr_has("error[bad-time]: this range of time is empty: it ends before it begins")
        .stderr_has("task/task.toml:12:31")
        .stderr_has("as in `takes = 2` or `takes = { at_least = 1, at_most = 1.5 }`");
    let negative = task("pool.py", "main = [{ do = \"f()\", takes = -1 }]\n");
    Grader::new()
        .file("task/task.toml", negative)
        .args(["validate", "task"])
        .run()
        .exit(2)
        .stderr_has("task/task.toml:12:31")
        .stderr_has("must be at least 0");
    let loose = task("pool.py", "main = [{ do = \"f()\", takes = 1 }]\n")
        .replace("\"clock\"\npoints", "\"schedules\"\npoints");
    Grader::new()
        .file("task/task.toml", loose)
        .args(["validate", "task"])
        .run()
        .exit(2)
        .stderr_has("error[clock-only]: `takes` needs the virtual clock")
        .stderr_has("kind = \"clock\"");
}
