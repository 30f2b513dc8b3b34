"""`contextvars`, `logging`, `functools`, `sched`, `time` and other parts of the library, with threads."""

from __future__ import annotations

import contextvars
import functools
import io
import itertools
import logging
import sched
import time

from table import SHORT, elsewhere, error, gives, together

WORD = contextvars.ContextVar("WORD", default="default")


@gives(["mine", "default", "mine"])
def a_thread_begins_with_an_empty_context():
    token = WORD.set("mine")
    try:
        return [WORD.get(), elsewhere(WORD.get), WORD.get()]
    finally:
        WORD.reset(token)


@gives(["copied", "inside", "copied"])
def a_context_can_be_carried_into_a_thread():
    token = WORD.set("copied")
    context = contextvars.copy_context()
    try:
        seen = [elsewhere(context.run, WORD.get)]
        elsewhere(context.run, WORD.set, "inside")
        return [*seen, context[WORD], WORD.get()]
    finally:
        WORD.reset(token)


@gives("RuntimeError")
def a_context_is_entered_once_at_a_time():
    context = contextvars.copy_context()
    return context.run(elsewhere, error, context.run, int)


@gives([4, True, "MainThread"])
def loggers_are_shared():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(threadName)s %(message)s"))
    logger = logging.getLogger("behaviour")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        together(*[lambda: logger.warning("told")] * 3)
        logger.warning("main")
    finally:
        logger.removeHandler(handler)
    lines = stream.getvalue().splitlines()
    return [len(lines), all(line.endswith(("told", "main")) for line in lines), lines[-1].split(" ")[0]]


@gives([True, 1])
def a_logger_is_made_once():
    found = []
    together(*[lambda: found.append(logging.getLogger("behaviour.once"))] * 3)
    return [found[0] is found[1], len(set(found))]


@gives([[4, 4, 4], True])
def a_cache_gives_the_same_to_everybody():
    calls, got = [], []

    @functools.lru_cache(maxsize=8)
    def double(number):
        calls.append(number)
        return number * 2

    together(*[lambda: got.append(double(2))] * 3)
    return [got, 1 <= len(calls) <= 3]


@gives([1, 2, 0])
def a_cache_counts_its_hits():
    @functools.lru_cache(maxsize=2)
    def same(number):
        return number

    for number in (1, 2, 1):
        elsewhere(same, number)
    info = same.cache_info()
    same.cache_clear()
    return [info.hits, info.misses, same.cache_info().currsize]


@gives([5, 5])
def a_cached_property_is_computed_for_its_object():
    class Own:
        @functools.cached_property
        def value(self):
            return 5

    own, got = Own(), []
    together(*[lambda: got.append(own.value)] * 2)
    return got


@gives([0, 1, 2, 3, 4, 5])
def a_counter_of_itertools_gives_each_number_once():
    count, got = itertools.count(), []

    def work():
        for _ in range(2):
            got.append(next(count))

    together(work, work, work)
    return sorted(got)


@gives(["first", "second", "third"])
def a_scheduler_goes_by_time_and_priority():
    told = []
    scheduler = sched.scheduler(time.monotonic, time.sleep)
    scheduler.enter(SHORT * 2, 1, told.append, ("third",))
    moment = time.monotonic() + SHORT
    scheduler.enterabs(moment, 2, told.append, ("second",))
    scheduler.enterabs(moment, 1, told.append, ("first",))
    scheduler.run()
    return told


@gives([True, None, []])
def a_scheduler_can_be_cancelled_and_asked():
    told = []
    scheduler = sched.scheduler()
    event = scheduler.enter(60, 1, told.append, ("never",))
    waits = scheduler.run(blocking=False) > 0
    scheduler.cancel(event)
    return [waits, scheduler.run(), told]


@gives([True, True, True])
def clocks_do_not_go_back():
    found = []
    for clock in (time.monotonic, time.perf_counter, time.time):
        first = clock()
        time.sleep(SHORT)
        found.append(clock() - first >= SHORT * 0.9)
    return found


@gives(["ValueError", "TypeError", None], words=False)
def a_sleep_is_a_number_that_is_not_negative():
    return [error(time.sleep, -1), error(time.sleep, "x"), time.sleep(0)]


@gives([True, None, True])
def functions_of_time_are_no_methods():
    class Own:
        clock = time.monotonic
        wait = time.sleep
        ticks = time.perf_counter_ns

    own = Own()
    return [own.clock() > 0, own.wait(0), isinstance(own.ticks(), int)]


@gives(["builtin_function_or_method", "sleep", "time", "<built-in function sleep>"])
def functions_of_time_look_like_functions_of_c():
    return [type(time.sleep).__name__, time.sleep.__name__, time.sleep.__module__, repr(time.sleep)]


@gives([["a", "b"], [0, 0, 0]])
def single_dispatch_and_generators_work_in_threads():
    @functools.singledispatch
    def kind(_value):
        return "other"

    kind.register(int, lambda _value: "a")
    kind.register(str, lambda _value: "b")
    got = []
    together(*[lambda: got.append(next(iter(range(3))))] * 3)
    return [[elsewhere(kind, 1), elsewhere(kind, "x")], got]
