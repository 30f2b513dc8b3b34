"""`threading.Condition`: its lock, its text, and waits that are interrupted."""

from __future__ import annotations

import threading

from table import SHORT, elsewhere, error, gives, thread


@gives(["RLock", True, "RuntimeError"])
def it_makes_a_reentrant_lock_of_its_own():
    condition = threading.Condition()
    name = type(condition._lock).__name__
    condition.acquire()
    return [name, condition.acquire(), elsewhere(error, condition.release)]


@gives([True, True])
def its_text_tells_lock_and_waiters():
    condition = threading.Condition(threading.Lock())
    return ["<Condition(<unlocked _thread.lock" in repr(condition), repr(condition).endswith(", 0)>")]


@gives([True, False])
def a_waiter_that_gave_up_is_no_longer_counted():
    condition = threading.Condition()
    with condition:
        condition.wait(SHORT)
        empty = repr(condition).endswith(", 0)>")
        return [empty, bool(condition._waiters)]


@gives([False, True])
def a_notify_after_a_wait_gave_up_goes_to_the_next():
    condition, seen = threading.Condition(), []

    def patient():
        with condition:
            ready.set()
            seen.append(condition.wait())

    ready = threading.Event()
    with condition:
        seen.append(condition.wait(SHORT))
    waiter = thread(patient)
    ready.wait()
    with condition:
        condition.notify()
    waiter.join()
    return seen


@gives([True, True])
def acquire_and_release_are_those_of_the_lock():
    lock = threading.Lock()
    condition = threading.Condition(lock)
    taken = condition.acquire()
    held = lock.locked()
    condition.release()
    return [taken, held and not lock.locked()]


@gives(["KeyError", False])
def an_error_inside_with_gives_the_lock_back():
    lock = threading.Lock()
    condition = threading.Condition(lock)

    def fail():
        with condition:
            raise KeyError

    return [error(fail), lock.locked()]


@gives([False, True])
def the_lock_is_held_again_after_a_time_limit():
    lock = threading.Lock()
    condition = threading.Condition(lock)
    with condition:
        return [condition.wait(SHORT), lock.locked()]


@gives("AttributeError")
def a_lock_must_look_like_one():
    return error(threading.Condition, 5)


@gives(["one", "two"])
def first_come_is_first_woken():
    condition, order = threading.Condition(), []
    turn = threading.Semaphore(0)

    def wait(name):
        with condition:
            turn.release()
            condition.wait()
            order.append(name)
        turn.release()

    threads = []
    for name in ("one", "two"):
        threads.append(thread(wait, name))
        turn.acquire()
    for _ in threads:
        with condition:
            condition.notify()
        turn.acquire()
    for one in threads:
        one.join()
    return order


@gives("in turn")
def the_old_spelling_of_notify_all_works():
    import warnings

    condition = threading.Condition()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with condition:
            condition.notifyAll()
    return "in turn"
