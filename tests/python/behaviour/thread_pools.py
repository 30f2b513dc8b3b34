"""`multiprocessing.pool.ThreadPool`."""

from __future__ import annotations

import threading
from multiprocessing import TimeoutError as PoolTimeout
from multiprocessing import dummy
from multiprocessing.pool import ThreadPool

from table import LONG, SHORT, error, gives


@gives([[1, 4, 9], [1, 4, 9], [], [1, 4, 9]])
def map_keeps_the_order():
    with ThreadPool(2) as pool:
        return [
            pool.map(square, [1, 2, 3]),
            pool.map(square, [1, 2, 3], chunksize=2),
            pool.map(square, []),
            pool.map(square, iter([1, 2, 3]), 1),
        ]


def square(number):
    return number * number


@gives([[3, 7], [3, 7]])
def starmap_spreads_arguments():
    with ThreadPool(2) as pool:
        return [pool.starmap(int.__add__, [(1, 2), (3, 4)]), pool.starmap_async(int.__add__, [(1, 2), (3, 4)]).get()]


@gives([8, 3])
def apply_waits_for_one_call():
    with ThreadPool(1) as pool:
        return [pool.apply(pow, (2, 3)), pool.apply(lambda *, x: x, kwds={"x": 3})]


@gives([8, True, True])
def apply_async_gives_a_result_to_wait_for():
    with ThreadPool(1) as pool:
        result = pool.apply_async(pow, (2, 3))
        return [result.get(LONG), result.ready(), result.successful()]


@gives(["ZeroDivisionError", False, "ZeroDivisionError"])
def errors_are_passed_on():
    with ThreadPool(1) as pool:
        result = pool.apply_async(lambda: 1 / 0)
        result.wait()
        return [error(result.get), result.successful(), error(pool.map, lambda x: 1 / x, [0])]


@gives(["TimeoutError", False, "ValueError", None])
def waiting_ends_with_the_time_limit():
    gate = threading.Event()
    with ThreadPool(1) as pool:
        result = pool.apply_async(gate.wait)
        found = [error(result.get, SHORT), result.ready(), error(result.successful), result.wait(SHORT)]
        gate.set()
        result.get()
    return found if issubclass(PoolTimeout, Exception) else []


@gives([[8], ["ZeroDivisionError"]])
def callbacks_get_the_result_or_the_error():
    good, bad, told = [], [], threading.Semaphore(0)

    def ok(value):
        good.append(value)
        told.release()

    def wrong(raised):
        bad.append(type(raised).__name__)
        told.release()

    with ThreadPool(1) as pool:
        pool.apply_async(pow, (2, 3), callback=ok, error_callback=wrong)
        pool.apply_async(lambda: 1 / 0, callback=ok, error_callback=wrong)
        told.acquire()
        told.acquire()
    return [good, bad]


@gives([[1, 4], [9, 16, 25]])
def imap_gives_one_after_another():
    with ThreadPool(2) as pool:
        found = pool.imap(square, [1, 2, 3, 4, 5])
        return [[next(found), next(found)], list(found)]


@gives([[1, 4, 9], [1, 4, 9]])
def imap_unordered_gives_each_once():
    with ThreadPool(2) as pool:
        return [sorted(pool.imap_unordered(square, [3, 1, 2])), sorted(pool.imap_unordered(square, [3, 1, 2], chunksize=2))]


@gives(["TimeoutError", "one", "StopIteration"])
def imap_waits_with_a_limit():
    gate = threading.Event()

    def work(word):
        gate.wait()
        return word

    with ThreadPool(1) as pool:
        found = pool.imap(work, ["one"])
        late = error(found.next, timeout=SHORT)
        gate.set()
        return [late, found.next(timeout=LONG), error(found.next)]


@gives([1, "ZeroDivisionError", 1])
def imap_goes_on_after_an_error():
    with ThreadPool(1) as pool:
        found = pool.imap(lambda x: 1 // x, [1, 0, 1])
        return [next(found), error(next, found), next(found)]


@gives(["ValueError", "ValueError", [0, 1]])
def a_closed_one_finishes_its_work():
    pool = ThreadPool(2)
    result = pool.map_async(int, ["0", "1"])
    pool.close()
    refused = error(pool.apply_async, int)
    pool.join()
    return [refused, error(pool.map, int, []), result.get()]


@gives(["ValueError", "ValueError"])
def it_is_joined_after_it_was_closed():
    pool = ThreadPool(1)
    found = error(pool.join)
    pool.terminate()
    pool.join()
    return [found, error(pool.apply, int)]


@gives("ValueError")
def leaving_the_block_ends_it():
    with ThreadPool(1) as pool:
        pool.apply(int)
    return error(pool.apply, int)


@gives(["ValueError", "TypeError"])
def wrong_arguments_are_refused():
    return [error(ThreadPool, 0), error(ThreadPool, 1, initializer=5)]


@gives([["go", "go"], True])
def the_initialiser_runs_in_each_thread():
    told, barrier = [], threading.Barrier(2)

    def begin(word):
        told.append(word)
        barrier.wait()

    with ThreadPool(2, initializer=begin, initargs=("go",)) as pool:
        there = pool.apply(lambda: True)
        barrier_passed = len(told) == 2 or barrier.n_waiting >= 0
    return [told, there and barrier_passed]


@gives([True, True])
def its_work_is_done_elsewhere():
    with ThreadPool(2) as pool:
        seen = set(pool.map(lambda _: threading.get_ident(), range(4)))
    return [threading.get_ident() not in seen, 1 <= len(seen) <= 2]


@gives([[1, 2], 3, [4]])
def the_dummy_module_looks_like_processes():
    got = []
    with dummy.Pool(2) as pool:
        mapped = pool.map(abs, [-1, -2])
    box = dummy.Queue()
    process = dummy.Process(target=box.put, args=(3,))
    process.start()
    process.join()
    shared = dummy.Manager().list()
    shared.append(4)
    got.append(box.get())
    return [mapped, *got, list(shared)]


@gives(["through", True])
def the_dummy_module_has_pipes_and_exit_codes():
    one, other = dummy.Pipe()
    process = dummy.Process(target=other.send, args=("through",))
    process.start()
    word = one.recv()
    process.join()
    return [word, process.exitcode == 0]
