"""`threading.Barrier`."""

from __future__ import annotations

import threading

from table import LONG, SHORT, error, gives, thread, together


@gives([0, 1, 2])
def each_thread_gets_a_number_of_its_own():
    barrier, numbers = threading.Barrier(3), []
    together(*[lambda: numbers.append(barrier.wait())] * 3)
    return sorted(numbers)


@gives([["in"] * 3, ["out"] * 3])
def nobody_passes_before_all_have_come():
    barrier, told = threading.Barrier(3), []

    def work():
        told.append("in")
        barrier.wait()
        told.append("out")

    together(work, work, work)
    return [told[:3], told[3:]]


@gives([6, True])
def it_is_used_again_and_again():
    barrier, rounds, lock = threading.Barrier(2), [], threading.Lock()

    def work():
        for number in range(3):
            barrier.wait()
            with lock:
                rounds.append(number)
            barrier.wait()

    together(work, work)
    return [len(rounds), rounds == sorted(rounds)]


@gives(["in", "in", "action", "out", "out"])
def its_action_runs_once_before_anybody_goes_on():
    told = []
    barrier = threading.Barrier(2, action=lambda: told.append("action"))

    def work():
        told.append("in")
        barrier.wait()
        told.append("out")

    together(work, work)
    return told


@gives([["BrokenBarrierError", "ZeroDivisionError"], True])
def an_error_of_the_action_breaks_it():
    barrier, seen = threading.Barrier(2, action=lambda: 1 / 0), []
    together(*[lambda: seen.append(error(barrier.wait))] * 2)
    return [sorted(seen), barrier.broken]


@gives(["BrokenBarrierError", True, "BrokenBarrierError"])
def a_time_limit_breaks_it():
    barrier = threading.Barrier(2)
    return [error(barrier.wait, SHORT), barrier.broken, error(barrier.wait)]


@gives("BrokenBarrierError")
def its_own_time_limit_is_the_default():
    return error(threading.Barrier(2, timeout=SHORT).wait)


@gives([0, 1])
def a_longer_limit_of_the_call_wins():
    barrier, seen = threading.Barrier(2, timeout=SHORT), []
    together(*[lambda: seen.append(barrier.wait(LONG))] * 2)
    return sorted(seen)


@gives([["BrokenBarrierError"] * 2, True])
def abort_lets_everybody_go_with_an_error():
    barrier, seen = threading.Barrier(3), []
    waiting = [thread(lambda: seen.append(error(barrier.wait))) for _ in range(2)]
    barrier.abort()
    for one in waiting:
        one.join()
    return [seen, barrier.broken]


@gives([False, True, False, 0])
def reset_mends_it():
    barrier = threading.Barrier(2)
    before = barrier.broken
    barrier.abort()
    broken = barrier.broken
    barrier.reset()
    return [before, broken, barrier.broken, barrier.n_waiting]


@gives(["BrokenBarrierError", False, [0, 1]])
def reset_breaks_the_wait_of_those_inside():
    barrier, seen = threading.Barrier(2), []
    waiter = thread(lambda: seen.append(error(barrier.wait)))
    while not barrier.n_waiting:
        pass
    barrier.reset()
    waiter.join()
    again = []
    together(*[lambda: again.append(barrier.wait())] * 2)
    return [*seen, barrier.broken, sorted(again)]


@gives([2, 0, 1])
def it_knows_who_is_in_it():
    barrier = threading.Barrier(2)
    first = barrier.n_waiting
    waiter = thread(barrier.wait)
    while not barrier.n_waiting:
        pass
    waiting = barrier.n_waiting
    barrier.wait()
    waiter.join()
    return [barrier.parties, first, waiting]


@gives(0)
def one_for_one_thread_does_not_wait():
    return threading.Barrier(1).wait()


@gives(["ValueError", True], since=(3, 13))
def it_needs_somebody():
    return [error(threading.Barrier, 0), issubclass(threading.BrokenBarrierError, RuntimeError)]
