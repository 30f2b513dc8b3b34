"""What is noted when an operation returns: threads that go on, locks that stay taken."""

from __future__ import annotations

import unittest
from typing import Any

from driving import Message
from searching import Search, explore

POOL = """
import threading, queue, concurrent.futures, multiprocessing.pool, _thread

class Pool:
    def __init__(self, count, daemon=False):
        self.jobs = queue.Queue()
        self.threads = [threading.Thread(target=self.work, daemon=daemon) for _ in range(count)]
        for thread in self.threads:
            thread.start()
    def work(self):
        while self.jobs.get() is not None:
            pass
    def close(self):
        for _ in self.threads:
            self.jobs.put(None)
        self.wait()
    def wait(self):
        for thread in self.threads:
            thread.join()

class Hasty(Pool):
    def wait(self): pass

class Forgetful(Pool):
    def wait(self): self.threads[0].join()

class Signalling(Pool):
    # Its threads say that they are done a moment before they are.
    def __init__(self, count):
        self.done = threading.Semaphore(0)
        super().__init__(count)
    def work(self):
        super().work()
        self.done.release()
    def wait(self):
        for _ in self.threads:
            self.done.acquire()

class Executor:
    def __init__(self, count):
        self.inner = concurrent.futures.ThreadPoolExecutor(count)
        list(self.inner.map(abs, range(count)))
    def close(self): self.inner.shutdown()

class Careless(Executor):
    def close(self): self.inner.shutdown(wait=False)

class Mapping:
    def __init__(self, count): self.inner = multiprocessing.pool.ThreadPool(count)
    def close(self):
        self.inner.close()
        self.inner.join()

class Raw:
    def __init__(self, count):
        self.gate = _thread.allocate_lock()
        self.gate.acquire()
        _thread.start_new_thread(self.gate.release, ())
    def close(self): self.gate.acquire()
"""

LOCKS = """
import threading
class Account:
    def __init__(self):
        self.lock = threading.Lock()
        self.again = threading.RLock()
        self.balance = 10
        self.gate = threading.Lock()
        self.gate.acquire()
    def right(self):
        with self.lock, self.again:
            with self.again:
                self.balance += 1
    def early(self, amount):
        self.lock.acquire()
        if amount > self.balance:
            return False
        self.lock.release()
    def raising(self):
        self.lock.acquire()
        raise ValueError
    def twice(self):
        self.again.acquire()
        self.again.acquire()
        self.again.release()
    def in_thread(self):
        thread = threading.Thread(target=self.lock.acquire)
        thread.start()
        thread.join()
    def signalled(self):
        thread = threading.Thread(target=self.gate.release)
        thread.start()
        self.gate.acquire()
        thread.join()
    def future(self):
        done = threading.Lock()
        done.acquire()
        self.kept = done
    def pause(self):
        self.lock.release()
        self.lock.acquire()
    def timed_wait(self):
        condition = threading.Condition()
        with condition:
            condition.wait(0.1)
account = Account()
"""


def look(part: str, thread: int, index: int, **what: bool) -> Message:
    return {"part": part, "thread": thread, "index": index, "threads": False, "locks": False, **what}


def after_main(source: str, count: int, *, setup: str = "", main: list[str], **what: bool) -> Search:
    """Looks after each of the last operations of `main`."""
    looks = [look("main", 0, len(main) - 1 - at, **what) for at in range(count)]
    scenario: Message = {"setup": setup, "main": main, "looks": looks}
    return explore({"program.py": source}, scenario, method="systematic")


class ThreadsLeft(unittest.TestCase):
    def close(self, pool: str, *, in_setup: bool = True) -> Search:
        make = f"pool = {pool}(2)"
        if in_setup:
            return after_main(POOL, 1, setup=make, main=["pool.close()"], threads=True)
        return after_main(POOL, 1, main=[make, "pool.close()"], threads=True)

    def test_what_is_joined_is_gone_in_every_schedule(self) -> None:
        for pool in ("Pool", "Executor", "Mapping"):
            for in_setup in (True, False):
                with self.subTest(pool=pool, in_setup=in_setup):
                    found = self.close(pool, in_setup=in_setup)
                    self.assertIsNone(found.failure)

    def test_what_is_not_waited_for_is_found(self) -> None:
        for pool in ("Hasty", "Forgetful", "Careless"):
            for in_setup in (True, False):
                with self.subTest(pool=pool, in_setup=in_setup):
                    found = self.close(pool, in_setup=in_setup).failure
                    self.assertEqual(found["kind"], "left")
                    self.assertEqual(found["op"], ["main", 0, 0 if in_setup else 1])
                    self.assertTrue(found["threads"])

    def test_the_moment_between_a_threads_last_word_and_its_end_is_tried(self) -> None:
        for pool in ("Signalling", "Raw"):
            with self.subTest(pool=pool):
                self.assertEqual(self.close(pool, in_setup=False).failure["kind"], "left")

    def test_a_thread_left_is_named_with_its_start_and_what_it_waits_for(self) -> None:
        found = self.close("Forgetful").failure["threads"]
        self.assertEqual([left["started_at"] for left in found], [["program.py", 9]])
        source = POOL + "class Deaf(Pool):\n    def close(self): pass\n"
        main = ["pool = Deaf(1)", "import time; time.sleep(1)", "pool.close()"]
        left = after_main(source, 1, main=main, threads=True).failure["threads"]
        self.assertEqual(
            [(one["wanted"], one["at"]) for one in left], [("Queue self.jobs", ["program.py", 11])]
        )

    def test_threads_of_the_import_and_of_the_scenario_do_not_count(self) -> None:
        source = POOL + "forever = Hasty(1)\n"
        found = after_main(source, 1, main=["1"], threads=True)
        self.assertIsNone(found.failure)
        scenario: Message = {
            "threads": [["1", "2"], ["3"]],
            "looks": [look("thread", 1, 0, threads=True), look("thread", 2, 0, threads=True)],
        }
        self.assertIsNone(explore({"program.py": POOL}, scenario).failure)

    def test_daemon_threads_count_while_they_live(self) -> None:
        started = after_main(POOL, 1, main=["pool = Pool(1, daemon=True)"], threads=True)
        self.assertEqual(started.failure["kind"], "left")
        ended = after_main(POOL, 1, main=["pool = Pool(1, daemon=True)", "pool.close()"], threads=True)
        self.assertIsNone(ended.failure)

    def test_a_scenario_may_end_before_its_threads(self) -> None:
        """Idle workers that nobody ends are a deadlock, unless the scenario leaves them alone."""
        scenario: Message = {"main": ["pool = Pool(1)", "pool.jobs.put(1)"], "end": ["1 + 1"]}
        failure = explore({"program.py": POOL}, scenario, method="systematic").failure
        self.assertEqual(failure["kind"], "deadlock")
        left = explore({"program.py": POOL}, {**scenario, "leaves": True}, method="systematic")
        self.assertIsNone(left.failure)
        waiting: Message = {**scenario, "leaves": True, "main": ["Pool(1).wait()"]}
        failure = explore({"program.py": POOL}, waiting, method="systematic").failure
        self.assertEqual(failure["kind"], "deadlock")

    def test_nothing_is_looked_at_unasked(self) -> None:
        self.assertIsNone(after_main(POOL, 0, main=["pool = Pool(1, daemon=True)"]).failure)


class LocksHeld(unittest.TestCase):
    def after(self, *main: str) -> Any:
        return after_main(LOCKS, 1, main=list(main), locks=True).failure

    def test_locks_that_are_released_are_not_left(self) -> None:
        for right in ("account.right()", "account.signalled()", "account.future()", "account.timed_wait()"):
            with self.subTest(right):
                self.assertIsNone(self.after(right))

    def test_a_lock_that_the_caller_held_already_is_its_own(self) -> None:
        for body in ("account.pause()", "account.again.acquire(); account.again.release()"):
            with self.subTest(body):
                self.assertIsNone(self.after("account.lock.acquire()", body))

    def test_a_lock_that_is_left_is_named_with_its_line(self) -> None:
        lines = LOCKS.splitlines()
        cases = {
            "account.early(99)": ("Lock self.lock", "def early"),
            "account.twice()": ("RLock self.again", "def twice"),
        }
        for code, (name, method) in cases.items():
            with self.subTest(code):
                (lock,) = self.after(code)["locks"]
                line = next(at for at, text in enumerate(lines, 1) if method in text) + 1
                expected = {"thread": 0, "lock": name, "taken_at": ["program.py", line], "ended": False}
                self.assertEqual(lock, expected)

    def test_a_lock_that_an_ended_thread_took_is_left(self) -> None:
        (lock,) = self.after("account.in_thread()")["locks"]
        self.assertEqual((lock["thread"], lock["ended"]), (1, True))

    def test_a_lock_is_looked_for_after_an_exception_too(self) -> None:
        found = self.after("account.raising()")
        self.assertEqual(found["kind"], "left")

    def test_a_lock_taken_once_more_is_left(self) -> None:
        (lock,) = self.after("account.again.acquire()", "account.twice()")["locks"]
        self.assertEqual(lock["lock"], "RLock self.again")


class Deaths(unittest.TestCase):
    def test_an_exception_that_ends_a_thread_of_the_setup_is_told(self) -> None:
        source = """
import threading, queue
class Pool:
    def __init__(self):
        self.jobs = queue.Queue()
        threading.Thread(target=self.work).start()
    def work(self):
        self.jobs.get()()
"""
        scenario: Message = {"setup": "pool = Pool()", "main": ["pool.jobs.put(1)", "import time; time.sleep(1)"]}
        found = explore({"program.py": source}, scenario)
        self.assertEqual(found.failure["kind"], "thread-died")


if __name__ == "__main__":
    unittest.main()
