"""`threading.Semaphore` and `threading.BoundedSemaphore`."""

from __future__ import annotations

import threading

from table import LONG, SHORT, error, gives, thread, together

BOTH = (threading.Semaphore, threading.BoundedSemaphore)


@gives([[True, True, False], [True, True, False]])
def it_counts_down_to_nought():
    seen = []
    for kind in BOTH:
        semaphore = kind(2)
        seen.append([semaphore.acquire(), semaphore.acquire(blocking=False), semaphore.acquire(blocking=False)])
    return seen


@gives([[True, False], [True, False]])
def it_counts_to_one_unless_told():
    return [[one.acquire(False), one.acquire(False)] for one in (kind() for kind in BOTH)]


@gives(["ValueError", "ValueError", "none"])
def it_does_not_start_below_nought():
    return [error(BOTH[0], -1), error(BOTH[1], -1), error(BOTH[0], 0)]


@gives([False, False, True])
def waiting_ends_with_the_time_limit():
    semaphore = threading.Semaphore(0)
    seen = [semaphore.acquire(timeout=SHORT), semaphore.acquire(True, SHORT)]
    thread(semaphore.release)
    return [*seen, semaphore.acquire(timeout=LONG)]


@gives(["ValueError", "ValueError"])
def a_time_limit_needs_a_wait():
    return [error(kind(1).acquire, blocking=False, timeout=1) for kind in BOTH]


@gives([True, True, True, False])
def several_can_be_released_at_once():
    semaphore = threading.Semaphore(0)
    semaphore.release(3)
    return [semaphore.acquire(blocking=False) for _ in range(4)]


@gives(["ValueError", "ValueError"])
def none_cannot_be_released():
    return [error(kind(1).release, 0) for kind in BOTH]


@gives(["none", "ValueError"])
def only_the_bounded_one_refuses_to_grow():
    return [error(kind(1).release) for kind in BOTH]


@gives(["ValueError", True, True, False])
def a_refused_release_of_several_releases_none():
    semaphore = threading.BoundedSemaphore(3)
    semaphore.acquire()
    refused = error(semaphore.release, 2)
    return [refused, *(semaphore.acquire(False) for _ in range(3))]


@gives([True, 0])
def a_with_statement_takes_and_gives_back_one():
    semaphore = threading.Semaphore(1)
    with semaphore as taken:
        left = semaphore._value
    return [taken and semaphore._value == 1, left]


@gives([True, 3])
def no_more_are_inside_than_it_allows():
    semaphore, inside, most, lock = threading.BoundedSemaphore(2), [0], [0], threading.Lock()
    done = []

    def work():
        with semaphore:
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            with lock:
                inside[0] -= 1
                done.append(1)

    together(work, work, work)
    return [1 <= most[0] <= 2, len(done)]


@gives(4)
def a_release_of_several_wakes_several():
    semaphore, woken, lock = threading.Semaphore(0), [], threading.Lock()

    def wait():
        semaphore.acquire()
        with lock:
            woken.append(1)

    threads = [thread(wait) for _ in range(4)]
    semaphore.release(4)
    for one in threads:
        one.join()
    return len(woken)


@gives(True)
def another_thread_may_release_it():
    semaphore = threading.Semaphore(0)
    releasing = thread(semaphore.release)
    taken = semaphore.acquire()
    releasing.join()
    return taken


@gives([": value=2", ": value=2/2"], since=(3, 11))
def its_text_tells_its_value():
    return [repr(kind(2))[repr(kind(2)).index(": ") :].rstrip(">") for kind in BOTH]


@gives([True, False])
def the_bounded_one_is_a_semaphore():
    return [issubclass(*reversed(BOTH)), isinstance(threading.Semaphore(), BOTH[1])]
