"""`threading.RLock`."""

from __future__ import annotations

import threading

from table import LONG, SHORT, elsewhere, error, gives, thread, together


@gives([True, True, True])
def its_owner_may_take_it_again():
    lock = threading.RLock()
    return [lock.acquire(), lock.acquire(blocking=False), lock.acquire(timeout=LONG)]


@gives([False, True])
def it_is_free_after_as_many_releases():
    lock = threading.RLock()
    lock.acquire()
    lock.acquire()
    lock.release()
    held = elsewhere(lock.acquire, False)
    lock.release()
    return [held, elsewhere(lock.acquire, False)]


@gives(["RuntimeError", "RuntimeError", "RuntimeError"])
def only_its_owner_may_release_it():
    lock = threading.RLock()
    free = error(lock.release)
    with lock:
        other = elsewhere(error, lock.release)
    return [free, other, error(lock.release)]


@gives([False, False])
def others_wait_for_it_as_long_as_they_want():
    lock = threading.RLock()
    with lock:
        return [elsewhere(lock.acquire, False), elsewhere(lock.acquire, True, SHORT)]


@gives(["ValueError", "ValueError", "OverflowError"])
def wrong_time_limits_are_refused():
    lock = threading.RLock()
    return [error(lock.acquire, *arguments) for arguments in ((False, 1), (True, -2), (True, 1e100))]


@gives([True, True, False])
def a_with_statement_may_stand_in_another():
    lock, seen = threading.RLock(), []
    with lock as first, lock as second:
        seen += [first and second, not elsewhere(lock.acquire, False)]
    return [*seen, lock._is_owned()]


@gives(200)
def it_lets_one_thread_in_at_a_time():
    lock, count = threading.RLock(), [0]

    def work():
        for _ in range(100):
            with lock, lock:
                count[0] += 1

    together(work, work)
    return count[0]


@gives([True, True, True])
def its_text_tells_owner_and_count():
    lock = threading.RLock()
    free = repr(lock)
    with lock, lock:
        held = repr(lock)
    return [
        free.startswith("<unlocked _thread.RLock object owner=0 count=0 at"),
        held.startswith(f"<locked _thread.RLock object owner={threading.get_ident()} count=2 at"),
        type(lock).__name__ == "RLock",
    ]


@gives([False, True, False])
def it_knows_whether_the_asking_thread_owns_it():
    lock = threading.RLock()
    before = lock._is_owned()
    with lock:
        return [before, lock._is_owned(), elsewhere(lock._is_owned)]


@gives(True)
def a_waiting_thread_gets_it_when_its_owner_is_done():
    lock, got = threading.RLock(), []
    with lock:
        lock.acquire()
        waiter = thread(lambda: got.append(lock.acquire(timeout=LONG)))
        lock.release()
    waiter.join()
    return got[0]


@gives([True, "TypeError"])
def its_type_may_be_derived_from():
    class Own(type(threading.RLock())):
        def twice(self):
            return self.acquire() and self.acquire()

    import pickle

    return [Own().twice(), error(pickle.dumps, threading.RLock())]


@gives([True, False, 1])
def the_python_version_behaves_alike():
    lock = threading._PyRLock()
    lock.acquire()
    lock.acquire()
    seen = [lock._is_owned(), elsewhere(lock.acquire, False)]
    lock.release()
    return [*seen, lock._count]


@gives("TypeError", since=(3, 9), until=(3, 13), words=False)
def a_wrong_keyword_is_refused():
    return error(threading.RLock().acquire, wait=True)
