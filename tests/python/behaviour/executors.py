"""`concurrent.futures.ThreadPoolExecutor`."""

from __future__ import annotations

import threading
from concurrent import futures
from concurrent.futures import ThreadPoolExecutor

from table import LONG, SHORT, error, gives


@gives([8, 4])
def it_gives_what_its_functions_give():
    with ThreadPoolExecutor(2) as executor:
        first, second = executor.submit(pow, 2, 3), executor.submit(lambda *, x: x, x=4)
        return [first.result(), second.result(LONG)]


@gives(["ZeroDivisionError", "ZeroDivisionError"])
def it_passes_errors_on():
    with ThreadPoolExecutor(1) as executor:
        future = executor.submit(lambda: 1 / 0)
        return [error(future.result), type(future.exception()).__name__]


@gives([0, 1, 4, 9])
def map_keeps_the_order():
    with ThreadPoolExecutor(3) as executor:
        return list(executor.map(lambda x: x * x, range(4)))


@gives([[11, 22], [5, 7]])
def map_takes_several_iterables():
    with ThreadPoolExecutor(2) as executor:
        return [list(executor.map(int.__add__, [1, 2], [10, 20, 30])), list(executor.map(lambda *a: sum(a), [1, 2], [4, 5]))]


@gives([1, "ZeroDivisionError"])
def map_raises_where_the_call_failed():
    with ThreadPoolExecutor(2) as executor:
        results = executor.map(lambda x: 1 // x, [1, 0])
        return [next(results), error(next, results)]


@gives("TimeoutError")
def map_ends_with_the_time_limit():
    gate = threading.Event()
    with ThreadPoolExecutor(1) as executor:
        results = executor.map(lambda _: gate.wait(), [1], timeout=SHORT)
        found = error(next, results)
        gate.set()
    return found


@gives(["RuntimeError", "RuntimeError"])
def a_closed_one_takes_nothing():
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    return [error(executor.submit, int), error(executor.map, int, ["1"])]


@gives([True, True])
def leaving_the_block_waits_for_all():
    done = []
    with ThreadPoolExecutor(2) as executor:
        for number in range(4):
            executor.submit(done.append, number)
    return [sorted(done) == [0, 1, 2, 3], error(executor.submit, int) == "RuntimeError"]


@gives([False, True])
def closing_need_not_wait():
    gate = threading.Event()
    executor = ThreadPoolExecutor(1)
    future = executor.submit(gate.wait)
    executor.shutdown(wait=False)
    before = future.done()
    gate.set()
    return [before, future.result()]


@gives([True, True, [True, True]])
def closing_may_cancel_what_has_not_begun():
    gate, began = threading.Event(), threading.Event()

    def work():
        began.set()
        return gate.wait()

    executor = ThreadPoolExecutor(1)
    running = executor.submit(work)
    waiting = [executor.submit(int), executor.submit(int)]
    began.wait()
    executor.shutdown(wait=False, cancel_futures=True)
    cancelled = [one.cancelled() for one in waiting]
    gate.set()
    return [running.result(), running.done(), cancelled]


@gives([True, ["in", "in"]])
def the_initialiser_runs_in_each_thread():
    told, barrier = [], threading.Barrier(2)
    own = threading.local()

    def begin(word):
        own.word = word
        told.append(word)

    def work():
        barrier.wait()
        return own.word

    with ThreadPoolExecutor(2, initializer=begin, initargs=("in",)) as executor:
        results = [executor.submit(work) for _ in range(2)]
        return [all(one.result() == "in" for one in results), told]


@gives(["BrokenThreadPool", "BrokenThreadPool", True])
def a_failing_initialiser_breaks_it():
    import logging

    logging.getLogger("concurrent.futures").disabled = True

    def fail():
        raise ValueError

    executor = ThreadPoolExecutor(1, initializer=fail)
    future = executor.submit(int)
    found = [error(future.result), error(executor.submit, int)]
    executor.shutdown()
    return [*found, issubclass(futures.thread.BrokenThreadPool, futures.BrokenExecutor)]


@gives(["ValueError", "ValueError", "TypeError"])
def wrong_arguments_are_refused():
    return [
        error(ThreadPoolExecutor, 0),
        error(ThreadPoolExecutor, -1),
        error(ThreadPoolExecutor, 1, initializer=5),
    ]


@gives([True, True])
def its_threads_have_names():
    with ThreadPoolExecutor(1, thread_name_prefix="worker") as executor:
        named = executor.submit(lambda: threading.current_thread().name).result()
    with ThreadPoolExecutor(1) as executor:
        plain = executor.submit(lambda: threading.current_thread().name).result()
    return [named == "worker_0", plain.startswith("ThreadPoolExecutor-")]


@gives([True, True])
def no_more_threads_than_allowed_are_used():
    seen = set()
    with ThreadPoolExecutor(2) as executor:
        for _ in range(6):
            executor.submit(lambda: seen.add(threading.get_ident()))
    return [1 <= len(seen) <= 2, threading.get_ident() not in seen]


@gives(1)
def an_idle_thread_is_used_again():
    with ThreadPoolExecutor(4) as executor:
        for _ in range(3):
            executor.submit(int).result()
            executor._idle_semaphore.acquire()
            executor._idle_semaphore.release()
        return len(executor._threads)


@gives([6, 720])
def a_job_may_wait_for_another():
    with ThreadPoolExecutor(2) as executor:

        def product(numbers):
            return executor.submit(lambda: numbers[0] * numbers[1] * numbers[2]).result()

        return [executor.submit(product, [1, 2, 3]).result(), executor.submit(product, [8, 9, 10]).result()]


@gives(["none", False])
def its_threads_are_gone_after_it_is_closed():
    executor = ThreadPoolExecutor(2)
    executor.submit(int).result()
    executor.shutdown()
    return [error(executor.shutdown), any(one.is_alive() for one in executor._threads)]
