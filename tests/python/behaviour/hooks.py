"""`threading.excepthook`: what happens with an error that a thread does not catch."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager

from table import elsewhere, gives, thread


@contextmanager
def hooked(hook):
    before, threading.excepthook = threading.excepthook, hook
    try:
        yield
    finally:
        threading.excepthook = before


def fail():
    raise ValueError("wrong")


@gives(["ValueError", "wrong", True, "mine"])
def the_hook_gets_the_error_and_the_thread():
    seen = []

    def hook(args):
        seen.extend([args.exc_type.__name__, str(args.exc_value), args.exc_traceback is not None, args.thread.name])

    with hooked(hook):
        thread(fail, name="mine").join()
    return seen


@gives([4, True])
def its_argument_is_a_tuple_of_four():
    seen = []
    with hooked(lambda args: seen.append((len(args), args[0] is args.exc_type))):
        thread(fail).join()
    return list(seen[0])


@gives(["fail", "ValueError"])
def the_traceback_begins_where_it_was_raised():
    seen = []

    def hook(args):
        place = args.exc_traceback
        while place.tb_next is not None:
            place = place.tb_next
        seen.append(place.tb_frame.f_code.co_name)
        seen.append(args.exc_type.__name__)

    with hooked(hook):
        thread(fail).join()
    return seen


@gives(["SystemExit not", []])
def system_exit_does_not_reach_the_reporting_of_the_default():
    def leave():
        sys.exit(1)

    seen = []
    thread(leave).join()
    return ["SystemExit not", seen]


@gives([False, True])
def the_thread_ends_with_the_error():
    seen = []
    with hooked(lambda args: seen.append(args.thread.is_alive())):
        made = thread(fail)
        made.join()
    return [made.is_alive(), *seen]


@gives(["KeyboardInterrupt"])
def every_class_of_error_is_told():
    seen = []

    def interrupted():
        raise KeyboardInterrupt

    with hooked(lambda args: seen.append(args.exc_type.__name__)):
        thread(interrupted).join()
    return seen


@gives("run")
def an_error_of_run_itself_is_told():
    class Own(threading.Thread):
        def run(self):
            raise KeyError("run")

    seen = []
    with hooked(lambda args: seen.append(args.exc_value.args[0])):
        own = Own()
        own.start()
        own.join()
    return seen[0]


@gives([True, True], since=(3, 10))
def the_default_is_kept_under_another_name():
    return [callable(threading.__excepthook__), threading.excepthook is threading.__excepthook__]


@gives(["told by sys", "TypeError"])
def an_error_of_the_hook_goes_to_the_hook_of_the_interpreter():
    seen = []

    def wrong(args):
        raise TypeError("hook")

    before, sys.excepthook = sys.excepthook, lambda kind, *_: seen.extend(["told by sys", kind.__name__])
    try:
        with hooked(wrong):
            thread(fail).join()
    finally:
        sys.excepthook = before
    return seen


@gives(["caught", None])
def a_caught_error_is_nobody_elses_concern():
    def careful():
        try:
            fail()
        except ValueError:
            return "caught"

    seen = []
    with hooked(seen.append):
        found = elsewhere(careful)
    return [found, seen[0] if seen else None]


@gives([2, ["a", "b"]])
def each_thread_tells_its_own_error():
    seen = []
    with hooked(lambda args: seen.append(args.thread.name)):
        for one in [thread(fail, name=name) for name in ("a", "b")]:
            one.join()
    return [len(seen), sorted(seen)]
