"""What the driven interpreter answers: replay, deadlocks, endless loops, time, imports, observers, hostile code."""

from __future__ import annotations

import json
import unittest
from typing import Any

from driving import Driven, Message, one
from searching import Search, failing

COUNTER = """
import threading
class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.Lock()
    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            return self._value
    def racy(self):
        self._value += 1
    @property
    def value(self):
        with self._lock:
            return self._value
def count(counter, threads, each):
    def work():
        for _ in range(each): counter.increment()
    ts = [threading.Thread(target=work) for _ in range(threads)]
    for t in ts: t.start()
    for t in ts: t.join()
    return counter.value
def one_by_one(counter, threads, each):
    for _ in range(threads):
        t = threading.Thread(target=counter.increment); t.start(); t.join()
"""


def search(source: str | dict[str, str], budget: int = 300, **parts: Any) -> Search:
    files = source if isinstance(source, dict) else {"program.py": source}
    with Driven(files) as session:
        ready = session.scenario(**parts)
        assert ready == {"ready": True}, ready
        found = Search(session, budget)
        found.check()
        return found


def main_of(body: str, **parts: Any) -> Message:
    return one(body, main=["main()"], **parts)


class Replay(unittest.TestCase):
    def test_same_plan_same_answer(self) -> None:
        parts = {"setup": "c = Counter()", "threads": [["c.racy()"], ["c.racy()"]], "end": ["c.value"]}
        with Driven({"program.py": COUNTER}) as session:
            session.scenario(**parts)
            for plan in ({}, {0: 2}, {1: 2}, {2: 2, 4: 1}):
                for more in ({}, {"verbose": True}, {"grain": "fine"}):
                    answers = {json.dumps(session.schedule(plan, **more)) for _ in range(3)}
                    self.assertEqual(len(answers), 1)

    def test_every_schedule_begins_alike(self) -> None:
        """With the same random numbers, and without a trace of what was run in advance."""
        source = """
import concurrent.futures.thread, os, random, threading
def f():
    return [
        len(threading._active), len(threading._limbo), len(threading._dangling),
        len(threading._threading_atexits), concurrent.futures.thread._shutdown,
        threading.Thread().name[:8], threading.current_thread().name, os.register_at_fork.__name__,
    ]
"""
        with Driven({"program.py": source}) as session:
            session.scenario(main=["f()", "random.random()"])
            answers = [session.schedule() for _ in range(3)]
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0], answers[2])
        seen = answers[0]["results"][0]["end"]["value"]["l"]
        numbers = [{"i": "1"}, {"i": "0"}, {"i": "1"}, {"i": "1"}, {"b": False}]
        texts = [{"s": "Thread-1"}, {"s": "MainThread"}, {"s": "register_at_fork"}]
        self.assertEqual(seen, numbers + texts)

    def test_lost_update_is_found_and_shown(self) -> None:
        parts = {"setup": "c = Counter()", "threads": [["c.racy()"], ["c.racy()"]], "end": ["assert c._value == 2"]}
        found = search(COUNTER, **parts)
        self.assertEqual(found.failure["kind"], "raised")
        with Driven({"program.py": COUNTER}) as session:
            session.scenario(**parts)
            rows = session.schedule(found.plan, verbose=True)["rows"]
        seen = [(row[0], row[3], row[4], row[5]) for row in rows if row[0]]
        self.assertEqual(seen.count((1, "reads", "self._value", "0")), 1)
        self.assertEqual(seen.count((2, "reads", "self._value", "0")), 1)
        self.assertEqual([s[1:] for s in seen].count(("writes", "self._value", "1")), 2)
        self.assertTrue(all(row[1:3] == ["program.py", 12] for row in rows if row[0]), rows)

    def test_right_counter_is_exhausted(self) -> None:
        parts = {"setup": "c = Counter()", "threads": [["c.increment()"]] * 3, "end": ["assert c.value == 3"]}
        found = search(COUNTER, **parts)
        self.assertIsNone(found.failure)
        self.assertTrue(found.exhausted)

    def test_order_of_operations(self) -> None:
        threads = [["c.increment()", "c.increment()"], ["c.value"]]
        answer = one(COUNTER, setup="c = Counter()", threads=threads, main=["1 + 1"], end=["c.value"])
        results = {(r["part"], r["thread"], r["index"]): r for r in answer["results"]}
        self.assertEqual(len(results), 5)
        self.assertLess(results["thread", 1, 0]["returned"], results["thread", 1, 1]["began"])
        self.assertEqual(results["main", 0, 0]["end"], {"value": {"i": "2"}})
        self.assertEqual(results["end", 0, 0]["end"], {"value": {"i": "2"}})
        self.assertEqual(answer["threads"], [["main", -1], ["thread 1", 0], ["thread 2", 0]])

    def test_an_operation_that_raises_does_not_end_the_thread(self) -> None:
        answer = one(COUNTER, setup="c = Counter()", threads=[["c.increment('x')", "c.increment()"]], end=["c.value"])
        ends = [r["end"] for r in answer["results"]]
        self.assertEqual(ends[0]["raised"]["classes"][0], "TypeError")
        self.assertEqual(ends[1:], [{"value": {"i": "1"}}] * 2)


class Deadlocks(unittest.TestCase):
    def waits(self, source: str, **parts: Any) -> list[Message]:
        failure = search(source, **(parts or {"main": ["main()"]})).failure
        self.assertIsNotNone(failure)
        self.assertEqual(failure["kind"], "deadlock", failure)
        waits: list[Message] = failure["waits"]
        return waits

    def test_lock_order(self) -> None:
        source = """
import threading
a, b = threading.Lock(), threading.Lock()
def one():
    with a:
        with b: pass
def two():
    with b:
        with a: pass
"""
        waits = self.waits(source, threads=[["one()"], ["two()"]])
        by_thread = {wait["thread"]: wait for wait in waits}
        self.assertEqual(sorted(by_thread), [1, 2])
        self.assertEqual(by_thread[1]["wanted"], "Lock b")
        self.assertEqual(by_thread[1]["at"], ["program.py", 6])
        self.assertEqual(by_thread[1]["holder"], 2)
        self.assertEqual(by_thread[1]["taken_at"], ["program.py", 8])
        self.assertEqual(by_thread[2]["wanted"], "Lock a")

    def test_self_deadlock(self) -> None:
        source = """
import threading
class A:
    def __init__(self): self._lock = threading.Lock()
    def f(self):
        with self._lock: self.g()
    def g(self):
        with self._lock: pass
def main(): A().f()
"""
        (wait,) = self.waits(source)
        self.assertEqual((wait["thread"], wait["holder"], wait["wanted"]), (0, 0, "Lock self._lock"))
        self.assertEqual((wait["at"], wait["taken_at"]), (["program.py", 8], ["program.py", 6]))

    def test_holder_ended(self) -> None:
        source = """
import threading
lock = threading.Lock()
def main():
    t = threading.Thread(target=lock.acquire, name="taker"); t.start(); t.join()
    lock.acquire()
"""
        (wait,) = self.waits(source)
        self.assertEqual((wait["wanted"], wait["holder"], wait["holder_ended"]), ("Lock lock", 1, True))

    def test_joins_in_a_circle(self) -> None:
        source = """
import threading
def main():
    box = []
    def first(): box[1].join()
    def second(): box[0].join()
    box[:] = [threading.Thread(target=f, name=f.__name__) for f in (first, second)]
    for t in box: t.start()
    for t in box: t.join()
"""
        waits = {wait["thread"]: wait for wait in self.waits(source)}
        self.assertEqual(waits[1]["wanted"], "join of second")
        self.assertEqual((waits[1]["holder"], waits[2]["holder"]), (2, 1))

    def test_queue_event_condition(self) -> None:
        for make, use, word in (
            ("queue.Queue()", "thing.get()", "Queue thing"),
            ("threading.Event()", "thing.wait()", "Event thing"),
            ("threading.Condition()", "with thing: thing.wait()", "Condition thing"),
            ("threading.Semaphore(0)", "thing.acquire()", "Semaphore thing"),
            ("threading.Barrier(2)", "thing.wait()", "Barrier thing"),
            ("queue.SimpleQueue()", "thing.get()", "SimpleQueue thing"),
        ):
            with self.subTest(word):
                source = f"import threading, queue\ndef main():\n    thing = {make}\n    {use}\n"
                (wait,) = self.waits(source)
                self.assertEqual((wait["wanted"], wait["at"]), (word, ["program.py", 4]))
                # The lock inside that the thread made for itself is not what it waits for.
                self.assertIsNone(wait["holder"])

    def test_heartbeat_does_not_hide_it(self) -> None:
        source = """
import threading, time
lock = threading.Lock()
def beat():
    while True: time.sleep(1)
def main():
    threading.Thread(target=beat, daemon=True).start()
    lock.acquire(); lock.acquire()
"""
        answer = main_of(source, steps=2000)
        self.assertEqual(answer["failure"]["kind"], "deadlock")


class EndlessLoops(unittest.TestCase):
    def test_spin(self) -> None:
        loops = {
            "flag": "flag = False\ndef main():\n    while not flag: pass\n",
            "local": "def main():\n    x = 0\n    while x >= 0: x += 1\n",
            "try": "import threading\nl = threading.Lock()\ndef main():\n    l.acquire()\n    while not l.acquire(False): pass\n",
            "sleep": "import time\ndef main():\n    while True: time.sleep(1)\n",
            "swallow": "flag = False\ndef main():\n    while not flag:\n        try: flag\n        except BaseException: pass\n",
        }
        for name, source in loops.items():
            with self.subTest(name):
                answer = main_of(source, threads=[["None"]], steps=3000)
                self.assertEqual((answer["end"], answer["failure"]["kind"]), ("steps", "spin"))
                self.assertEqual(answer["failure"]["thread"], 0)
                self.assertEqual(answer["failure"]["at"][0], "program.py")

    def test_waiting_loops_let_others_run(self) -> None:
        for wait in (
            "while not flag: pass",
            "while not flag: time.sleep(0)",
            "while not flag: time.sleep(0.5)",
            "while True:\n        if flag: break",
            "while True:\n        with lock:\n            if flag: break",
            "while not event.is_set(): pass",
            "while t.is_alive(): pass",
            "while q.empty(): pass",
            "while lock.locked() or not flag: pass",
            "end = time.monotonic() + 5\n    while time.monotonic() < end and not flag: pass",
            "while threading.active_count() > 1: pass",
        ):
            source = f"""
import threading, time, queue
flag, lock, event, q = False, threading.Lock(), threading.Event(), queue.SimpleQueue()
def work():
    global flag
    with lock: flag = True
    event.set(); q.put(1)
def main():
    t = threading.Thread(target=work); t.start()
    {wait}
    t.join()
    return flag
"""
            with self.subTest(wait):
                answer = main_of(source)
                self.assertEqual(answer["end"], "finished", answer["failure"])
                self.assertEqual(answer["results"][0]["end"], {"value": {"b": True}})
                self.assertLess(answer["steps"], 1500)

    def test_back_off_is_no_livelock(self) -> None:
        source = """
import threading, time
a, b = threading.Lock(), threading.Lock()
done = []
def both(first, second):
    while True:
        with first:
            if second.acquire(timeout=0.1):
                done.append(1)
                second.release()
                return
        time.sleep(0.05)
"""
        found = search(source, threads=[["both(a, b)"], ["both(b, a)"]], end=["assert len(done) == 2"], budget=150)
        self.assertIsNone(found.failure)


class Time(unittest.TestCase):
    def test_time_limits_may_expire_early(self) -> None:
        for wait in (
            "if not lock.acquire(timeout=3600): missed.append(1)\n    else: lock.release()",
            "try: q.get(timeout=3600)\n    except queue.Empty: missed.append(1)",
            "if not event.wait(3600): missed.append(1)",
            "with cond:\n        if not cond.wait_for(lambda: seen, 3600): missed.append(1)",
            "t.join(3600)\n    if t.is_alive(): missed.append(1)",
            "time.sleep(3600)\n    if not seen: missed.append(1)",
        ):
            source = f"""
import threading, time, queue
lock, event, q, cond = threading.Lock(), threading.Event(), queue.Queue(), threading.Condition()
seen, missed = [], []
def work():
    with lock:
        with cond:
            seen.append(1)
            cond.notify()
        q.put(1)
    event.set()
def main():
    t = threading.Thread(target=work); t.start()
    {wait}
    t.join()
    assert not missed
"""
            with self.subTest(wait):
                self.assertIsNone(failing(main_of(source)))
                found = search(source, main=["main()"])
                self.assertIsNotNone(found.failure)

    def test_long_waits_take_no_time(self) -> None:
        source = "import time\ndef main():\n    a = time.monotonic(); time.sleep(100000); return time.monotonic() - a >= 100000"
        self.assertEqual(main_of(source)["results"][0]["end"], {"value": {"b": True}})


class Imports(unittest.TestCase):
    def test_helper_modules_are_driven_too(self) -> None:
        files = {
            "program.py": "from helper import bump\nimport package.inner as inner\nfrom package import outer\n",
            "helper.py": "n = 0\ndef bump():\n    global n\n    n += 1\n    return n\n",
            "package/__init__.py": "from .inner import add as outer\n",
            "package/inner.py": "total = [0]\ndef add(): total[0] += 1\n",
        }
        found = search(files, threads=[["bump()"], ["bump()"]], end=["assert bump() == 3"])
        self.assertEqual(found.failure["kind"], "raised")
        found = search(files, threads=[["outer()"], ["inner.add()"]], end=["assert inner.total[0] == 2"])
        self.assertEqual(found.failure["kind"], "raised")

    def test_threads_of_the_import(self) -> None:
        source = """
import threading, time, queue
jobs, done = queue.Queue(), []
def worker():
    while True:
        done.append(jobs.get()())
for _ in range(2): threading.Thread(target=worker).start()
t = threading.Thread(target=lambda: done.append("import")); t.start(); t.join()
def die(): raise ValueError
threading.Thread(target=die).start()
total = 0
def add():
    global total
    total += 1
def ask():
    jobs.put(add)
"""
        answer = one(source, threads=[["ask()"], ["ask()"]], end=["len(done) >= 1"])
        self.assertEqual(answer["end"], "finished", answer["failure"])
        self.assertEqual(answer["threads"][:3], [["main", -1], ["thread 1", 0], ["thread 2", 0]])
        self.assertEqual(len(answer["threads"]), 7)
        found = search(source, threads=[["ask()"], ["ask()"]], end=["import time; time.sleep(1)", "assert total == 2"])
        self.assertEqual(found.failure["kind"], "raised")

    def test_bad_imports(self) -> None:
        for source, name in (
            ("raise KeyError('x')", "KeyError"),
            ("import sys; sys.exit(3)", "SystemExit"),
            ("def f(:", "SyntaxError"),
            ("import no_such_module", "ModuleNotFoundError"),
            ("import threading\nl = threading.Lock()\nclass A:\n    x = missing", "NameError"),
        ):
            with self.subTest(name):
                answer = one(source)
                self.assertEqual(answer["import"]["classes"][0], name)
        with Driven({"program.py": "import os; os._exit(3)"}) as session:
            session.scenario()
            self.assertEqual(session.schedule()["ended"]["status"], 3)
            self.assertEqual(session.schedule()["ended"]["status"], 3)
        answer = one("x = 1", needs=["x", "y"])
        self.assertEqual((answer["missing"], answer["public"]), (["y"], ["x"]))
        answer = one("import threading\nl = threading.Lock(); l.acquire(); l.acquire()")
        self.assertEqual(answer["failure"]["kind"], "deadlock")

    def test_library_names_may_be_shadowed(self) -> None:
        files = {
            "program.py": "import queue, threads, values, driven, errors\nimport threading\nout = queue.mine, values.mine\n",
            "queue.py": "mine = 'queue'\n",
            "values.py": "mine = 'values'\n",
            "threads.py": "",
            "driven.py": "",
            "errors.py": "",
        }
        with Driven(files) as session:
            session.scenario(threads=[["out"], ["1"]])
            answer = session.schedule()
        self.assertEqual(answer["results"][0]["end"], {"value": {"t": [{"s": "queue"}, {"s": "values"}]}})
        files = {"threading.py": "def f(): return 5\n", "random.py": "", "os.py": "", "functools.py": "", "ast.py": ""}
        with Driven(files) as session:
            session.scenario(file="threading.py", threads=[["f()"], ["f()"]])
            answer = session.schedule()
        self.assertEqual(answer["results"][0]["end"], {"value": {"i": "5"}})


class Observers(unittest.TestCase):
    def test_always(self) -> None:
        source = """
import threading
class Pair:
    def __init__(self): self.a, self.b, self.lock = 5, 5, threading.RLock()
    def move(self):
        with self.lock:
            self.a -= 1
            self.b += 1
    def careless(self):
        self.a -= 1
        self.b += 1
    def total(self):
        with self.lock: return self.a + self.b
"""
        parts: Message = {"setup": "p = Pair()", "always": ["p.total() == 10"]}
        self.assertIsNone(search(source, threads=[["p.move()"], ["p.move()"]], **parts).failure)
        answer = one(source, threads=[["p.careless()"]], **parts)
        expected = {"kind": "always", "index": 0, "seen": {"value": {"b": False}}}
        self.assertEqual(answer["failure"], expected)
        answer = one(source, setup="p = Pair()", threads=[["p.move()"]], always=["True", "p.missing"])
        self.assertEqual(answer["failure"]["seen"]["raised"]["classes"][0], "AttributeError")

    def test_watch(self) -> None:
        parts: Message = {"setup": "c = Counter()", "watch": "Counter.increment", "needs": ["count"]}
        answer = one(COUNTER, main=["count(c, 2, 3)"], **parts)
        calls = [answer[key] for key in ("calls", "calls_by_caller", "overlap")]
        self.assertEqual(calls, [[[1, 3], [2, 3]], 0, True])
        answer = one(COUNTER, main=["one_by_one(c, 2, 1)", "c.increment()"], **parts)
        calls = [answer[key] for key in ("calls", "calls_by_caller", "overlap")]
        self.assertEqual(calls, [[[1, 1], [2, 1]], 1, False])
        source = COUNTER + "\nclass Sub(Counter): pass\ndef plain(): return 3\n"
        answer = one(source, setup="c = Sub()", watch="Sub.increment", threads=[["c.increment()"], ["1"]])
        self.assertEqual(answer["calls"], [[1, 1]])
        answer = one(source, watch="plain", main=["plain()"])
        self.assertEqual(answer["calls_by_caller"], 1)
        answer = one(source, setup="c = Counter()", watch="Counter.value", main=["c.value"])
        self.assertEqual(answer["calls_by_caller"], 1)
        self.assertEqual(one(source, watch="Counter.nothing")["missing"], ["Counter.nothing"])


class Hostile(unittest.TestCase):
    def test_breaking_things_breaks_one_schedule_only(self) -> None:
        source = """
import builtins, threading, sys, time, os, _thread, gc
def main(kind):
    if kind == 0:
        for name in list(vars(builtins)):
            if name not in ("len", "print"): setattr(builtins, name, None)
    if kind == 1:
        sys.settrace(lambda *a: 1 / 0); threading.settrace(lambda *a: 1 / 0)
    if kind == 2: sys.modules.clear()
    if kind == 3: os.close(1); os.close(2); sys.stdout = None
    if kind == 4: sys.setrecursionlimit(60)
    if kind == 5: threading.Thread.start = threading.Lock = time.sleep = None
    if kind == 6: os._exit(0)
    if kind == 7: sys.exit(3)
    if kind == 8: os.kill(os.getpid(), 9)
    if kind == 9:
        def forever(): raise MemoryError
        threading.Thread(target=forever).start()
    return kind
"""
        with Driven({"program.py": source}) as session:
            for kind in range(10):
                session.scenario(main=[f"main({kind})"], threads=[["1"], ["2"]], end=["5"])
                session.schedule()
                session.scenario(main=["main(99)"], threads=[["1"], ["2"]], end=["5"])
                answer = session.schedule()
                self.assertEqual(answer["end"], "finished")
                self.assertEqual(answer["results"][-1]["end"], {"value": {"i": "5"}})

    def test_a_thread_that_dies(self) -> None:
        source = "import threading\ndef main():\n    t = threading.Thread(target=lambda: {}[1]); t.start(); t.join()\n"
        failure = main_of(source)["failure"]
        self.assertEqual((failure["kind"], failure["thread"]), ("thread-died", 1))
        self.assertEqual(failure["exc"]["classes"][0], "KeyError")
        self.assertEqual(failure["exc"]["where"], ["program.py", 3])

    def test_many_threads(self) -> None:
        source = """
import threading
def main():
    for _ in range(3000): threading.Thread(target=int).start()
"""
        answer = main_of(source)
        self.assertTrue(answer["too_many_threads"])
        self.assertEqual(answer["results"][0]["end"]["raised"]["classes"][0], "RuntimeError")

    def test_setup_that_raises(self) -> None:
        failure = one("", setup="1 / 0")["failure"]
        self.assertEqual((failure["kind"], failure["exc"]["classes"][0]), ("exception", "ZeroDivisionError"))

    def test_pieces_that_do_not_compile(self) -> None:
        with Driven({"program.py": ""}) as session:
            self.assertEqual(session.scenario(threads=[["1 +"]])["raised"]["classes"][0], "SyntaxError")
            self.assertEqual(session.scenario(threads=[["1 + 1"]]), {"ready": True})

    def test_prints_are_no_answer(self) -> None:
        source = "print('{\"answer\": 1}')\nimport os\nos.write(1, b'x\\n')\ndef main(): print('y')\n"
        self.assertEqual(main_of(source)["end"], "finished")


if __name__ == "__main__":
    unittest.main()
