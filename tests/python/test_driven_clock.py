"""Virtual time in strict schedules: how long things take, how often threads wake up, when watched calls begin."""

from __future__ import annotations

import textwrap
import unittest
from typing import Any

from driving import Driven, Message

# Each function takes so many seconds, and threads wake up so often meanwhile.
DURATIONS: dict[str, tuple[float, int]] = {
    "sleep": (2.0, 1),
    "tenths": (1.0, 10),
    "event": (0.5, 1),
    "event_in_time": (0.25, 2),
    "queue_empty": (0.5, 1),
    "queue_full": (0.75, 1),
    "simple_queue": (0.5, 1),
    "condition": (1.5, 1),
    "wait_for": (1.5, 1),
    "lock": (0.5, 2),
    "rlock": (0.5, 2),
    "semaphore": (0.5, 1),
    "barrier": (0.5, 2),
    "join": (0.5, 1),
    "timer": (3.0, 2),
    "cancelled_timer": (1.0, 2),
    "executor": (2.0, 10),
    "future": (0.5, 1),
    "thread_pool": (2.0, 0),
    "coroutine": (1.0, 1),
    "coroutines": (2.0, 2),
    "to_a_deadline": (0.8, 2),
    "to_a_deadline_of_the_wall_clock": (0.8, 2),
    "to_a_deadline_by_number": (0.8, 2),
    "scheduled": (1.5, 2),
    "computing": (1.0, 3),
    "nothing": (0.0, 0),
}

SOURCE = """
import asyncio, concurrent.futures, multiprocessing.pool, queue, sched, threading, time

def sleep():
    time.sleep(2)

def tenths():
    for _ in range(10):
        time.sleep(0.1)

def event():
    assert not threading.Event().wait(0.5)

def event_in_time():
    event = threading.Event()
    threading.Timer(0.25, event.set).start()
    assert event.wait(60)

def queue_empty():
    try:
        queue.Queue().get(timeout=0.5)
    except queue.Empty:
        return
    raise AssertionError

def queue_full():
    full = queue.Queue(1)
    full.put(1)
    try:
        full.put(2, timeout=0.75)
    except queue.Full:
        return
    raise AssertionError

def simple_queue():
    try:
        queue.SimpleQueue().get(timeout=0.5)
    except queue.Empty:
        return
    raise AssertionError

def condition():
    condition = threading.Condition()
    with condition:
        assert not condition.wait(1.5)

def wait_for():
    condition = threading.Condition()
    with condition:
        assert not condition.wait_for(lambda: False, 1.5)

def _held(lock):
    lock.acquire()
    seen = []
    thread = threading.Thread(target=lambda: seen.append(lock.acquire(timeout=0.5)))
    thread.start()
    thread.join()
    assert seen == [False]

def lock():
    _held(threading.Lock())

def rlock():
    _held(threading.RLock())

def semaphore():
    assert not threading.Semaphore(0).acquire(timeout=0.5)

def barrier():
    barrier = threading.Barrier(2)
    threading.Timer(0.5, barrier.wait).start()
    barrier.wait(60)

def join():
    thread = threading.Thread(target=time.sleep, args=(9,), daemon=True)
    thread.start()
    thread.join(0.5)
    assert thread.is_alive()

def timer():
    timer = threading.Timer(3, lambda: None)
    timer.start()
    timer.join()

def cancelled_timer():
    timer = threading.Timer(3, lambda: None)
    timer.start()
    time.sleep(1)
    timer.cancel()
    timer.join()

def executor():
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda n: time.sleep(1) or n, range(8))) == list(range(8))

def future():
    pool = concurrent.futures.ThreadPoolExecutor(1)
    late = pool.submit(time.sleep, 9)
    try:
        late.result(timeout=0.5)
    except concurrent.futures.TimeoutError:
        return
    raise AssertionError

def thread_pool():
    with multiprocessing.pool.ThreadPool(4) as pool:
        pool.map(time.sleep, [1] * 8, 1)

def coroutine():
    asyncio.run(asyncio.sleep(1))

def coroutines():
    async def both():
        await asyncio.gather(asyncio.sleep(1), asyncio.sleep(2))
    asyncio.run(both())

def _to_a_deadline(clock):
    time.sleep(0.3)
    condition, end = threading.Condition(), clock() + 0.5
    with condition:
        while True:
            left = end - clock()
            if left <= 0:
                return
            condition.wait(left)

def to_a_deadline():
    _to_a_deadline(time.monotonic)

def to_a_deadline_of_the_wall_clock():
    _to_a_deadline(time.time)

def to_a_deadline_by_number():
    _to_a_deadline(lambda: time.clock_gettime(time.CLOCK_MONOTONIC))

def scheduled():
    events = sched.scheduler(time.monotonic, time.sleep)
    events.enter(0.5, 1, lambda: None)
    events.enter(1.5, 1, lambda: None)
    events.run()

def computing():
    def work():
        turns = 0
        while turns < 15_000:
            turns += 1
        time.sleep(1)
    other = threading.Thread(target=time.sleep, args=(1,))
    thread = threading.Thread(target=work)
    other.start(); thread.start(); thread.join(); other.join()

def nothing():
    threading.Event().wait(0)
    time.sleep(0)
    assert not threading.Semaphore(0).acquire(timeout=0)
"""

# Each waits two seconds for something in a loop, and spins unless its name says otherwise.
LOOPS = """
import concurrent.futures, itertools, threading, time

done = False

def _later(function):
    threading.Timer(2, function).start()

def on_the_clock():
    end = time.monotonic() + 2
    while time.monotonic() < end:
        pass

def on_the_clock_and_counting():
    global turns
    turns, end = 0, time.perf_counter() + 2
    while time.perf_counter() < end:
        turns += 1

def on_a_lock_and_the_clock():
    lock, end = threading.Lock(), time.monotonic() + 2
    lock.acquire()
    while not lock.acquire(False):
        if time.monotonic() >= end:
            return

def on_a_flag():
    def finish():
        global done
        done = True
    _later(finish)
    while not done:
        pass

def on_an_event():
    event = threading.Event()
    _later(event.set)
    while not event.is_set():
        pass

def on_an_event_yielding():
    event = threading.Event()
    _later(event.set)
    while not event.is_set():
        time.sleep(0)

def on_a_future():
    future = concurrent.futures.ThreadPoolExecutor(1).submit(time.sleep, 2)
    while not future.done():
        pass

def on_a_future_counting():
    future = concurrent.futures.ThreadPoolExecutor(1).submit(time.sleep, 2)
    turns = 0
    while not future.done():
        turns += 1

def on_a_future_in_a_for():
    future = concurrent.futures.ThreadPoolExecutor(1).submit(time.sleep, 2)
    for _ in itertools.count():
        if future.done():
            return

def in_two_threads():
    event = threading.Event()
    _later(event.set)
    def spin():
        while not event.is_set():
            pass
    threads = [threading.Thread(target=spin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""

POOL = """
import queue, threading

class Pool:
    def __init__(self, count):
        self.jobs = queue.Queue()
        for _ in range(count):
            threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        while True:
            function, number = self.jobs.get()
            function(number)
            self.jobs.task_done()
"""
JOBS = """
import time

def job(number):
    time.sleep(1)

class Jobs:
    @staticmethod
    def job(number):
        time.sleep(1)

pool = Pool(4)
"""


def times(session: Driven, *main: str, **parts: Any) -> list[Message]:
    """The results of operations of the first thread in the schedule without forced switches."""
    ready = session.scenario(clock="strict", main=list(main), steps=200_000, **parts)
    assert ready == {"ready": True}, ready
    answer = session.schedule()
    assert answer["end"] == "finished", answer
    results: list[Message] = answer["results"]
    assert all("value" in result["end"] for result in results), results
    return results


def length(result: Message) -> float:
    return round(float(result["returned_at"] - result["began_at"]), 9)


class Durations(unittest.TestCase):
    def test_every_wait_takes_exactly_its_time(self) -> None:
        with Driven({"program.py": SOURCE}) as session:
            for name, (seconds, wake_ups) in DURATIONS.items():
                with self.subTest(name):
                    (result,) = times(session, f"{name}()")
                    self.assertEqual((length(result), result["spun"]), (seconds, 0.0))
                    if wake_ups:
                        self.assertEqual(result["wake_ups"], wake_ups)

    def test_a_wait_that_spins_ends_in_time_and_counts_as_a_thousand_wake_ups_a_second(self) -> None:
        names = [line[4:-3] for line in LOOPS.splitlines() if line.startswith(("def on", "def in"))]
        self.assertEqual(len(names), 10)
        with Driven({"program.py": LOOPS}) as session:
            for name in names:
                with self.subTest(name):
                    (result,) = times(session, f"{name}()")
                    self.assertTrue(2 <= length(result) <= 2.2, result)
                    self.assertGreater(result["spun"], 1.9)
                    self.assertGreater(result["wake_ups"], 1900)
                    self.assertEqual(result["woken_at"][0], "program.py")

    def test_polling_is_late_by_its_own_period_and_counted(self) -> None:
        source = """
            import threading, time
            def poll(period):
                event = threading.Event()
                threading.Timer(1, event.set).start()
                while not event.is_set():
                    time.sleep(period)
        """
        with Driven({"program.py": textwrap.dedent(source)}) as session:
            (result,) = times(session, "poll(0.3)")
            self.assertEqual((length(result), result["woken_at"]), (1.2, ["program.py", 7]))
            (result,) = times(session, "poll(0.01)")
            self.assertTrue(100 <= result["wake_ups"] <= 103, result)

    def test_a_time_out_in_all_differs_from_one_per_lock(self) -> None:
        source = """
            import threading, time
            first, second = threading.Lock(), threading.Lock()
            def per_lock(timeout):
                if not first.acquire(timeout=timeout):
                    return False
                try:
                    if not second.acquire(timeout=timeout):
                        return False
                    second.release()
                    return True
                finally:
                    first.release()
            def in_all(timeout):
                end = time.monotonic() + timeout
                if not first.acquire(timeout=timeout):
                    return False
                try:
                    if not second.acquire(timeout=max(0, end - time.monotonic())):
                        return False
                    second.release()
                    return True
                finally:
                    first.release()
        """
        setup = "import threading\nfirst.acquire(); second.acquire(); threading.Timer(0.4, first.release).start()"
        with Driven({"program.py": textwrap.dedent(source)}) as session:
            (result,) = times(session, "in_all(0.5)", setup=setup)
            self.assertEqual((length(result), result["end"]), (0.5, {"value": {"b": False}}))
            (result,) = times(session, "per_lock(0.5)", setup=setup)
            self.assertEqual((length(result), result["end"]), (0.9, {"value": {"b": False}}))

    def test_no_order_lets_time_pass_early(self) -> None:
        source = """
            import threading, time
            def sleepers(log):
                def sleeper(seconds):
                    time.sleep(seconds)
                    log.append(seconds)
                threads = [threading.Thread(target=sleeper, args=(n,)) for n in (3, 1, 2)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                return log
        """
        orders = [{"random": {"seed": seed, "depth": 3, "length": 30}} for seed in range(1, 20)]
        with Driven({"program.py": textwrap.dedent(source)}) as session:
            times(session, "sleepers([])")
            for order in [*orders, {"plan": dict.fromkeys(range(40), 2)}, {"grain": "fine"}]:
                answer = session.schedule(**order)
                self.assertEqual([decision[5] for decision in answer["decisions"] if decision[5]], [])
                ends = [(result["end"], length(result)) for result in answer["results"]]
                self.assertEqual(ends, [({"value": {"l": [{"i": "1"}, {"i": "2"}, {"i": "3"}]}}, 3.0)])


class Calls(unittest.TestCase):
    def test_eight_jobs_of_a_second_on_four_threads_take_two(self) -> None:
        main = ["for n in range(8): pool.jobs.put((job, n))", "pool.jobs.join()"]
        with Driven({"program.py": POOL}) as session:
            results = times(session, *main, setup=JOBS, watch="job")
            self.assertEqual([length(result) for result in results], [0.0, 2.0])
            watched = session.schedule()["watched"]
        self.assertEqual([call[3:5] for call in watched], [[0.0, 1.0]] * 4 + [[1.0, 2.0]] * 4)
        self.assertEqual({call[5][1] for call in watched}, {13})
        self.assertEqual(len({call[0] for call in watched}), 4)

    def test_a_method_of_a_class_of_the_setup_is_watched_too(self) -> None:
        with Driven({"program.py": POOL}) as session:
            times(session, "pool.jobs.put((Jobs.job, 1))", "pool.jobs.join()", setup=JOBS, watch="Jobs.job")
            self.assertEqual(len(session.schedule()["watched"]), 1)

    def test_the_setup_decides_whose_function_a_name_means(self) -> None:
        source = "def job():\n    return other()\ndef other():\n    return 1\n"
        with Driven({"program.py": source}) as session:
            times(session, "job()", "other()", setup="def job():\n    return 2\n", watch="job")
            self.assertEqual(len(session.schedule()["watched"]), 1)
            times(session, "job()", "other()", watch="other")
            self.assertEqual(len(session.schedule()["watched"]), 2)

    def test_a_name_that_nobody_defines_is_missing(self) -> None:
        with Driven({"program.py": "def job():\n    return 1\n"}) as session:
            session.scenario(clock="strict", main=["job()"], watch="jab")
            self.assertEqual(session.schedule()["missing"], ["jab"])

    def test_a_call_that_raises_has_an_end_and_one_that_goes_on_has_none(self) -> None:
        setup = "import threading, time\ndef job(n):\n    time.sleep(1)\n    1 / n\n"
        start = "threading.Thread(target=job, args=(1,), daemon=True).start()"
        with Driven({"program.py": ""}) as session:
            session.scenario(clock="strict", setup=setup, main=["job(0)", start], watch="job", may_raise=[])
            watched = session.schedule()["watched"]
        self.assertEqual(watched[0][3:5], [0.0, 1.0])
        self.assertTrue(len(watched) == 1 or watched[1][2] == -1, watched)

    def test_a_coroutine_is_in_progress_until_it_has_ended(self) -> None:
        setup = "import asyncio\nasync def job():\n    await asyncio.sleep(1)\n"
        main = "async def all(): await asyncio.gather(job(), job())\nasyncio.run(all())"
        with Driven({"program.py": ""}) as session:
            times(session, main, setup=setup, watch="job")
            watched = session.schedule()["watched"]
        self.assertEqual([call[3:5] for call in watched], [[0.0, 1.0]] * 2)


class Cheats(unittest.TestCase):
    def test_what_a_submission_makes_of_time_is_its_own(self) -> None:
        source = """
            import time
            _sleep = time.sleep
            time.sleep = lambda seconds: _sleep(seconds / 4)
            time.monotonic = lambda: 0.0
            def nap():
                time.sleep(4)
        """
        setup = "import time\nfrom time import monotonic, sleep\n"
        with Driven({"program.py": textwrap.dedent(source)}) as session:
            results = times(session, "time.sleep(1)", "sleep(1)", "monotonic() - time.monotonic()", "nap()", setup=setup)
        self.assertEqual([length(result) for result in results], [1.0, 1.0, 0.0, 1.0])

    def test_the_time_of_the_import_and_of_the_setup_does_not_count(self) -> None:
        with Driven({"program.py": "import time\ntime.sleep(3)\n"}) as session:
            (result,) = times(session, "time.sleep(1)", setup="import time\ntime.sleep(5)")
        self.assertEqual((result["began_at"], result["returned_at"]), (0.0, 1.0))


if __name__ == "__main__":
    unittest.main()
