"""`threading.Condition`."""

from __future__ import annotations

import threading

from table import LONG, SHORT, elsewhere, error, gives, thread, together


@gives(["RuntimeError", "RuntimeError", "RuntimeError", "RuntimeError"])
def its_lock_must_be_held():
    condition = threading.Condition()
    plain = threading.Condition(threading.Lock())
    return [error(condition.wait), error(condition.notify), error(condition.notify_all), error(plain.wait)]


@gives([False, False])
def a_wait_ends_with_the_time_limit():
    condition = threading.Condition()
    with condition:
        return [condition.wait(SHORT), condition.wait(timeout=0)]


@gives([True, True])
def a_wait_gives_the_lock_away_and_takes_it_again():
    lock = threading.Lock()
    condition, seen = threading.Condition(lock), []

    def wake():
        with condition:
            seen.append(True)
            condition.notify()

    with condition:
        waker = thread(wake)
        condition.wait()
        seen.append(lock.locked())
    waker.join()
    return seen


@gives([True, [0, 1, 2]])
def notify_all_wakes_everybody():
    condition, waiting, woken = threading.Condition(), [], []

    def wait(number):
        with condition:
            waiting.append(number)
            condition.wait()
            woken.append(number)

    threads = [thread(wait, number) for number in range(3)]
    wake_when(condition, lambda: len(waiting) == 3, condition.notify_all)
    for one in threads:
        one.join()
    return [sorted(waiting) == sorted(woken), sorted(woken)]


def wake_when(condition, ready, wake):
    """Asks again and again under the lock, letting others go on meanwhile."""
    import time

    while True:
        with condition:
            if ready():
                return wake()
        time.sleep(0.001)


@gives([2, 3])
def notify_wakes_as_many_as_asked():
    condition, waiting, woken = threading.Condition(), [], []
    counted = threading.Semaphore(0)

    def wait():
        with condition:
            waiting.append(1)
            condition.wait()
            woken.append(1)
        counted.release()

    threads = [thread(wait) for _ in range(3)]
    wake_when(condition, lambda: len(waiting) == 3, lambda: condition.notify(2))
    counted.acquire()
    counted.acquire()
    with condition:
        first = len(woken)
        condition.notify(5)
    for one in threads:
        one.join()
    return [first, len(woken)]


@gives([None, None])
def a_notify_without_waiters_is_lost():
    condition = threading.Condition()
    with condition:
        return [condition.notify(), condition.notify_all()]


@gives(["yes", "yes", False, 0])
def wait_for_gives_the_last_value_of_the_predicate():
    condition = threading.Condition()
    with condition:
        return [
            condition.wait_for(lambda: "yes"),
            condition.wait_for(lambda: "yes", timeout=LONG),
            condition.wait_for(lambda: False, SHORT),
            condition.wait_for(lambda: 0, 0),
        ]


@gives(["KeyError", True])
def an_error_of_the_predicate_goes_through():
    condition = threading.Condition(threading.RLock())

    def fail():
        raise KeyError

    with condition:
        return [error(condition.wait_for, fail), condition._is_owned()]


@gives(5)
def wait_for_waits_until_the_predicate_holds():
    condition, state = threading.Condition(), [0]

    def count():
        for _ in range(5):
            with condition:
                state[0] += 1
                condition.notify()

    with condition:
        counter = thread(count)
        condition.wait_for(lambda: state[0] == 5)
    counter.join()
    return state[0]


@gives([True, True])
def a_lock_of_the_caller_is_used():
    lock = threading.Lock()
    condition = threading.Condition(lock)
    with condition:
        held = lock.locked()
    lock.acquire()
    return [held, elsewhere(condition.acquire, False) is False]


@gives([1, 2])
def two_conditions_may_share_a_lock():
    lock, done = threading.Lock(), []
    even, odd = threading.Condition(lock), threading.Condition(lock)

    def first():
        with even:
            even.wait_for(lambda: bool(done))
            done.append(2)
            odd.notify()

    other = thread(first)
    with lock:
        done.append(1)
        even.notify()
        odd.wait_for(lambda: len(done) == 2)
    other.join()
    return done


@gives([True, 3])
def a_wait_gives_away_every_hold_of_a_reentrant_lock():
    lock = threading.RLock()
    condition, seen = threading.Condition(lock), []

    def wake():
        with condition:
            seen.append(True)
            condition.notify()

    lock.acquire()
    lock.acquire()
    with condition:
        waker = thread(wake)
        condition.wait()
    waker.join()
    count = 0
    lock.acquire()
    while error(lock.release) == "none":
        count += 1
    return [*seen, count]


@gives([["put 0", "put 1", "put 2"], [0, 1, 2]])
def a_buffer_of_one_passes_everything_on():
    condition, buffer, told, got = threading.Condition(), [], [], []

    def put():
        for number in range(3):
            with condition:
                condition.wait_for(lambda: not buffer)
                buffer.append(number)
                told.append(f"put {number}")
                condition.notify_all()

    def get():
        for _ in range(3):
            with condition:
                condition.wait_for(lambda: buffer)
                got.append(buffer.pop())
                condition.notify_all()

    together(put, get)
    return [told, got]
