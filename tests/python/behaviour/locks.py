"""`threading.Lock`."""

from __future__ import annotations

import _thread
import threading

from table import LONG, SHORT, elsewhere, error, gives, thread, together


@gives(True)
def acquire_says_that_it_took_the_lock():
    return threading.Lock().acquire()


@gives([False, True, False])
def locked_tells_whether_somebody_holds_it():
    lock = threading.Lock()
    seen = [lock.locked()]
    lock.acquire()
    seen.append(lock.locked())
    lock.release()
    return [*seen, lock.locked()]


@gives([False, False, False])
def a_lock_that_is_held_is_not_taken_without_waiting():
    lock = threading.Lock()
    lock.acquire()
    return [lock.acquire(False), lock.acquire(blocking=False), elsewhere(lock.acquire, False)]


@gives([False, False])
def waiting_for_a_held_lock_ends_with_the_time_limit():
    lock = threading.Lock()
    lock.acquire()
    return [lock.acquire(True, SHORT), elsewhere(lock.acquire, timeout=SHORT)]


@gives([True, False])
def a_time_limit_of_nought_only_looks():
    lock = threading.Lock()
    return [lock.acquire(timeout=0), lock.acquire(timeout=0)]


@gives(["ValueError", "ValueError", "ValueError", "OverflowError", "OverflowError", "TypeError"])
def wrong_time_limits_are_refused():
    lock = threading.Lock()
    wrong = [(False, 1), (False, 0), (True, -2), (True, 1e100), (True, threading.TIMEOUT_MAX * 2), (True, "1")]
    return [error(lock.acquire, *arguments) for arguments in wrong]


@gives(True)
def a_time_limit_of_minus_one_waits_for_ever():
    lock = threading.Lock()
    lock.acquire()
    thread(lock.release)
    return lock.acquire(True, -1)


@gives("RuntimeError")
def a_free_lock_cannot_be_released():
    return error(threading.Lock().release)


@gives(False)
def another_thread_may_release_it():
    lock = threading.Lock()
    lock.acquire()
    thread(lock.release).join()
    return lock.locked()


@gives([True, False])
def a_with_statement_takes_it_and_gives_it_back():
    lock = threading.Lock()
    with lock as taken:
        inside = taken and lock.locked()
    return [inside, lock.locked()]


@gives(["KeyError", False])
def a_with_statement_gives_it_back_after_an_error():
    lock = threading.Lock()

    def fail():
        with lock:
            raise KeyError(1)

    return [error(fail), lock.locked()]


@gives(True)
def a_waiting_thread_gets_the_lock_when_it_is_released():
    lock, got = threading.Lock(), []
    lock.acquire()
    waiter = thread(lambda: got.append(lock.acquire(timeout=LONG)))
    lock.release()
    waiter.join()
    return got == [True] and lock.locked()


@gives(300)
def it_lets_one_thread_in_at_a_time():
    lock, count = threading.Lock(), [0]

    def work():
        for _ in range(100):
            with lock:
                count[0] += 1

    together(work, work, work)
    return count[0]


@gives([1, 1, 1, 1])
def every_waiter_gets_its_turn():
    lock, turns = threading.Lock(), [0, 0, 0, 0]

    def work(number):
        with lock:
            turns[number] += 1

    with lock:
        waiting = [thread(work, number) for number in range(4)]
    for one in waiting:
        one.join()
    return turns


@gives([True, True, True, "TypeError"])
def its_type_is_the_one_of_the_thread_module():
    kind = type(threading.Lock())
    return [
        kind is _thread.LockType,
        isinstance(_thread.allocate_lock(), kind),
        kind.__module__ == "_thread",
        error(type, "Own", (kind,), {}),
    ]


@gives([True, True])
def its_text_tells_its_state():
    lock = threading.Lock()
    free = repr(lock)
    lock.acquire()
    return [free.startswith("<unlocked _thread.lock object at 0x"), repr(lock).startswith("<locked _thread.lock")]


@gives([True, "TypeError", "TypeError"])
def it_can_be_a_key_but_not_be_copied():
    import copy
    import pickle

    lock = threading.Lock()
    return [{lock: 1}[lock] == 1, error(copy.copy, lock), error(pickle.dumps, lock)]


@gives([True, True])
def it_can_be_referred_to_weakly():
    import weakref

    lock = threading.Lock()
    reference = weakref.ref(lock)
    alive = reference() is lock
    del lock
    return [alive, reference() is None]


@gives(["TypeError", "AttributeError"], words=False)
def it_takes_no_arguments_and_no_attributes():
    return [error(threading.Lock, 1, 2), error(setattr, threading.Lock(), "name", 1)]


@gives([True, False, True])
def the_old_spellings_work():
    lock = threading.Lock()
    taken = lock.acquire_lock()
    lock.release_lock()
    return [taken, lock.locked_lock(), lock.acquire_lock(False)]
