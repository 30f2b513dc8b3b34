"""What is said of threads that wait for ever: names of locks, wake-ups that came too early, loops without progress."""

from __future__ import annotations

import unittest
from typing import Any

from driving import Message
from searching import explore


def failure(source: str, **parts: Any) -> Message:
    """The first failure that the search finds."""
    found: Message | None = explore({"program.py": source}, parts).failure
    assert found is not None
    return found


def waits(source: str, **parts: Any) -> dict[int, Message]:
    found = failure(source, **parts)
    assert found["kind"] == "deadlock", found
    return {wait["thread"]: wait for wait in found["waits"]}


GATE = """
import threading, queue
class Gate:
    def __init__(self):
        self.condition = threading.Condition()
        self.event = threading.Event()
        self.jobs = queue.Queue()
        self.open = False
        self.items = []
"""


def gate(methods: str) -> str:
    return GATE + "".join(f"    {line}\n" for line in methods.splitlines())


BARE = gate("""def one(self):
    with self.condition:
        self.condition.wait()
def two(self):
    with self.condition:
        self.condition.notify_all()""")
CHECKED_OUTSIDE = gate("""def one(self):
    if not self.open:
        with self.condition:
            self.condition.wait()
def two(self):
    with self.condition:
        self.open = True
        self.condition.notify()""")
PULSE = gate("""def one(self):
    self.event.wait()
def two(self):
    self.event.set()
    self.event.clear()""")
CLEARED_LATE = gate("""def one(self):
    self.event.clear()
    self.event.wait()
def two(self):
    self.event.set()""")
# The predicate is looked at under the lock, and nobody ever makes it true.
NEVER_TRUE = gate("""def one(self):
    with self.condition:
        while len(self.items) < 2:
            self.condition.wait()
def two(self):
    with self.condition:
        self.items.append(1)
        self.condition.notify_all()""")
ATTRIBUTE_NEVER_TRUE = gate("""def one(self):
    with self.condition:
        while self.open != 2:
            self.condition.wait()
def two(self):
    with self.condition:
        self.open = 1
        self.condition.notify_all()""")
# The signal was seen and used up; a second one never comes.
USED_UP = gate("""def one(self):
    self.event.wait()
    self.event.clear()
    self.event.wait()
def two(self):
    self.event.set()""")
ONE_JOB = gate("""def one(self):
    self.jobs.get()
    self.jobs.get()
def two(self):
    self.jobs.put(1)""")
BOTH = {"setup": "gate = Gate()", "threads": [["gate.one()"], ["gate.two()"]]}


class MissedWakeUps(unittest.TestCase):
    def test_a_notification_that_nobody_waited_for_is_named(self) -> None:
        for source, line in ((BARE, 15), (CHECKED_OUTSIDE, 17)):
            with self.subTest(source):
                found = waits(source, **BOTH)
                self.assertEqual(list(found), [1])
                self.assertEqual((found[1]["missed"], found[1]["cleared"]), (["program.py", line], None))

    def test_an_event_that_was_cleared_again_is_named_with_both_lines(self) -> None:
        for source, lines in ((PULSE, (13, 14)), (CLEARED_LATE, (14, 11))):
            with self.subTest(source):
                found = waits(source, **BOTH)[1]
                expected = [["program.py", line] for line in lines]
                self.assertEqual([found["missed"], found["cleared"]], expected)

    def test_a_thread_that_knew_and_waited_all_the_same_missed_nothing(self) -> None:
        for source in (NEVER_TRUE, ATTRIBUTE_NEVER_TRUE, USED_UP, ONE_JOB):
            with self.subTest(source):
                found = waits(source, **BOTH)[1]
                self.assertEqual((found["missed"], found["cleared"]), (None, None))

    def test_a_right_wait_needs_no_luck(self) -> None:
        right = gate("""def one(self):
    with self.condition:
        while not self.open:
            self.condition.wait()
def two(self):
    with self.condition:
        self.open = True
        self.condition.notify_all()""")
        self.assertIsNone(explore({"program.py": right}, dict(BOTH)).failure)


class Names(unittest.TestCase):
    def test_locks_of_one_name_have_numbers(self) -> None:
        source = """
import threading
class Account:
    def __init__(self):
        self.lock = threading.Lock()
def transfer(source, target):
    with source.lock:
        with target.lock: pass
"""
        found = waits(
            source,
            setup="a, b = Account(), Account()",
            threads=[["transfer(a, b)"], ["transfer(b, a)"]],
        )
        self.assertEqual([wait["wanted"] for wait in found.values()], ["Lock self.lock #1", "Lock self.lock #2"])

    def test_our_own_wait_for_the_threads_of_a_scenario_is_left_out(self) -> None:
        self.assertEqual(list(waits(BARE, **BOTH)), [1])
        # A join that the scenario asks for, or the student, is not.
        found = waits(
            "import threading\ndef stuck(): threading.Event().wait()\n"
            "def start():\n    t = threading.Thread(target=stuck); t.start(); return t\n",
            main=["t = start()", "t.join()"],
        )
        self.assertEqual(sorted(found), [0, 1])


RETRY = """
import threading, time
class Account:
    def __init__(self):
        self.lock = threading.Lock()
        self.balance = 10
def transfer(source, target):
    while True:
        with source.lock:
            {take}
                source.balance -= 1
                target.balance += 1
                target.lock.release()
                return
        {rest}
"""
ACCOUNTS: Message = {
    "setup": "a, b = Account(), Account()",
    "threads": [["transfer(a, b)"], ["transfer(b, a)"]],
    "end": ["None if (a.balance, b.balance) == (10, 10) else 1 / 0"],
}


class Livelocks(unittest.TestCase):
    def test_a_program_that_backs_off_and_tries_again_is_not_stuck(self) -> None:
        at_once, in_time = "if target.lock.acquire(False):", "if target.lock.acquire(timeout=0.01):"
        for take, rest in ((at_once, "time.sleep(0.01)"), (at_once, "pass"), (in_time, "time.sleep(0)")):
            with self.subTest(take=take, rest=rest):
                source = RETRY.format(take=take, rest=rest)
                found = explore({"program.py": source}, dict(ACCOUNTS), budget=60)
                self.assertIsNone(found.failure)

    def test_a_loop_that_nobody_will_end_is_named_with_thread_and_line(self) -> None:
        head = "import threading, time, queue\njobs, event, lock = queue.Queue(), threading.Event(), threading.Lock()\n"
        loops = (
            "while not event.wait(0.1): pass",
            "while True:\n        try:\n            return jobs.get(timeout=1)\n        except queue.Empty: pass",
            "while jobs.empty(): time.sleep(0.1)",
            "while not event.is_set(): pass",
            "with lock:\n        while not event.wait(1): time.sleep(1)",
        )
        for loop in loops:
            with self.subTest(loop):
                source = f"{head}def poll():\n    {loop}\n"
                found = failure(source, threads=[["poll()"], ["event.is_set()"]], steps=2000)
                self.assertEqual((found["kind"], found["thread"], found["at"][0]), ("spin", 1, "program.py"))

    def test_a_daemon_that_polls_ends_with_the_program(self) -> None:
        source = """
import threading, queue
jobs = queue.Queue()
def poll():
    while True:
        try: jobs.get(timeout=1)
        except queue.Empty: pass
def start():
    threading.Thread(target=poll, daemon=True).start()
    jobs.put(1)
"""
        self.assertIsNone(explore({"program.py": source}, {"main": ["start()"]}).failure)


if __name__ == "__main__":
    unittest.main()
