"""The module `_thread`, below `threading`."""

from __future__ import annotations

import _thread
import threading

from table import LONG, error, gives


def run_raw(function):
    """Runs it in a raw thread, and waits for its end by a lock."""
    done = _thread.allocate_lock()
    done.acquire()

    def work():
        try:
            function()
        finally:
            done.release()

    _thread.start_new_thread(work, ())
    return done.acquire(timeout=LONG)


@gives([True, [((1,), {"b": 2})]])
def a_function_is_started_with_its_arguments():
    done, got = _thread.allocate_lock(), []
    done.acquire()

    def work(*args, **keywords):
        got.append((args, keywords))
        done.release()

    ident = _thread.start_new_thread(work, (1,), {"b": 2})
    done.acquire()
    return [isinstance(ident, int), got]


@gives(["TypeError", "TypeError", "TypeError", "TypeError"], words=False)
def wrong_arguments_are_refused():
    return [
        error(_thread.start_new_thread, 3, ()),
        error(_thread.start_new_thread, int, []),
        error(_thread.start_new_thread, int, (), []),
        error(_thread.start_new_thread, int),
    ]


@gives([True, True])
def the_number_is_the_one_that_the_thread_sees():
    seen, done = [], _thread.allocate_lock()
    done.acquire()

    def work():
        seen.append(_thread.get_ident())
        done.release()

    ident = _thread.start_new_thread(work, ())
    done.acquire()
    return [seen == [ident], ident != _thread.get_ident()]


@gives([True, []])
def exit_leaves_the_thread_without_an_error():
    told = []

    def work():
        _thread.exit()
        told.append("not left")

    return [run_raw(work), told]


@gives(["SystemExit", True])
def exit_raises_system_exit():
    return [error(_thread.exit), _thread.error is RuntimeError]


@gives([True, True, True])
def threading_knows_raw_threads():
    seen = []

    def work():
        me = threading.current_thread()
        seen.extend([me.name.startswith("Dummy-"), me.daemon, me.ident == _thread.get_ident()])

    run_raw(work)
    return seen


@gives(["RuntimeError", True, True])
def the_stand_in_of_a_raw_thread_cannot_be_joined():
    seen = []

    def work():
        me = threading.current_thread()
        seen.extend([error(me.start), me.is_alive(), me is threading.current_thread()])

    run_raw(work)
    return seen


@gives([True, True])
def threading_is_built_on_it():
    return [threading.get_ident is _thread.get_ident, threading.local is _thread._local]


@gives([5, 5])
def many_can_be_started():
    done, told = threading.Semaphore(0), []

    def work(number):
        told.append(number)
        done.release()

    for number in range(5):
        _thread.start_new_thread(work, (number,))
    for _ in range(5):
        done.acquire()
    return [len(told), len(set(told))]


@gives(["builtin_function_or_method", "start_new_thread", "_thread"])
def its_functions_look_like_functions_of_c():
    function = _thread.start_new_thread
    return [type(function).__name__, function.__name__, function.__module__]


@gives([True, "joined"], since=(3, 13))
def a_joinable_thread_is_joined_by_its_handle():
    told = []
    handle = _thread.start_joinable_thread(lambda: told.append("joined"))
    handle.join()
    return [handle.is_done(), *told]


@gives([False, True, "TypeError"], since=(3, 13))
def a_handle_waits_with_a_time_limit():
    gate = threading.Event()
    handle = _thread.start_joinable_thread(gate.wait)
    handle.join(0.01)
    before = handle.is_done()
    gate.set()
    handle.join(None)
    return [before, handle.is_done(), error(_thread.start_joinable_thread, 5)]


@gives(["caught", "ValueError"])
def what_a_raw_thread_raises_goes_to_the_hook_of_the_unraisable():
    import sys

    told, done = [], threading.Event()

    def hook(unraisable):
        told.extend(["caught", unraisable.exc_type.__name__])
        done.set()

    def work():
        raise ValueError

    before, sys.unraisablehook = sys.unraisablehook, hook
    try:
        _thread.start_new_thread(work, ())
        done.wait()
    finally:
        sys.unraisablehook = before
    return told
