"""`threading.Timer`."""

from __future__ import annotations

import threading

from table import LONG, SHORT, error, gives


@gives([1, True])
def it_calls_its_function_after_the_interval():
    done, fired = [], threading.Event()

    def fire():
        done.append(1)
        fired.set()

    timer = threading.Timer(SHORT, fire)
    timer.start()
    fired.wait()
    timer.join()
    return [len(done), timer.finished.is_set()]


@gives([((1, 2), {"three": 3})])
def it_passes_arguments_on():
    got = []
    timer = threading.Timer(SHORT, lambda *args, **keywords: got.append((args, keywords)), (1, 2), {"three": 3})
    timer.start()
    timer.join()
    return got


@gives([[], False])
def a_cancelled_one_does_nothing():
    done = []
    timer = threading.Timer(LONG, done.append, [1])
    timer.start()
    timer.cancel()
    timer.join()
    return [done, timer.is_alive()]


@gives([])
def it_can_be_cancelled_before_it_starts():
    done = []
    timer = threading.Timer(LONG, done.append, [1])
    timer.cancel()
    timer.start()
    timer.join()
    return done


@gives([1])
def cancelling_it_too_late_changes_nothing():
    done = []
    timer = threading.Timer(SHORT, done.append, [1])
    timer.start()
    timer.join()
    timer.cancel()
    return done


@gives(["RuntimeError", True, False])
def it_is_a_thread_that_starts_once():
    timer = threading.Timer(SHORT, int)
    timer.start()
    timer.join()
    return [error(timer.start), isinstance(timer, threading.Thread), timer.daemon]


@gives(["first", "second"])
def the_shorter_interval_ends_first():
    told = []
    timers = [threading.Timer(SHORT * 30, told.append, ["second"]), threading.Timer(SHORT, told.append, ["first"])]
    for timer in timers:
        timer.start()
    for timer in timers:
        timer.join()
    return told


@gives(3)
def one_may_start_the_next():
    told, over = [], threading.Event()

    def again(left):
        told.append(left)
        if left > 1:
            threading.Timer(SHORT, again, [left - 1]).start()
        else:
            over.set()

    threading.Timer(SHORT, again, [3]).start()
    over.wait()
    return len(told)


@gives([[], {}])
def its_arguments_are_its_own():
    timer = threading.Timer(LONG, int)
    return [timer.args, timer.kwargs]
