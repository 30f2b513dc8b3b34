"""Names and texts of threads, and what the module tells about them."""

from __future__ import annotations

import sys
import threading

from table import elsewhere, error, gives, thread


@gives(["MainThread", "mine", True])
def threads_have_names():
    return [threading.main_thread().name, threading.Thread(name="mine").name, threading.Thread().name.startswith("Thread-")]


@gives(True, since=(3, 10))
def the_default_name_tells_the_target():
    def work():
        """Nothing."""

    return threading.Thread(target=work).name.endswith(" (work)")


@gives(1)
def default_names_are_numbered():
    first, second = threading.Thread().name, threading.Thread().name
    return int(second.split("-")[1]) - int(first.split("-")[1])


@gives(["new", "new", "5"])
def a_name_can_be_changed():
    made = threading.Thread(name="old")
    made.name = "new"
    first = made.name
    started = []
    running = threading.Thread(target=lambda: started.append(threading.current_thread().name), name="old")
    running.name = "new"
    running.start()
    running.join()
    made.name = 5
    return [first, *started, made.name]


@gives(["initial", "started", "stopped"])
def its_text_tells_its_state():
    gate = threading.Event()
    made = threading.Thread(target=gate.wait, name="n")
    seen = [repr(made)]
    made.start()
    seen.append(repr(made))
    gate.set()
    made.join()
    return [text.split(", ")[1].split(" ")[0].rstrip(")>") for text in [*seen, repr(made)]]


@gives(" daemon ")
def its_text_tells_that_it_is_a_daemon():
    gate = threading.Event()
    made = thread(gate.wait, daemon=True)
    text = repr(made)
    gate.set()
    made.join()
    return text[text.index(" daemon ") :][:8]


@gives(["mine", True, "changed"])
def the_old_getters_work():
    import warnings

    made = threading.Thread(name="mine")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        seen = [made.getName()]
        made.setDaemon(True)
        made.setName("changed")
        return [*seen, made.isDaemon(), made.getName()]


@gives([True, True])
def numbers_differ_between_living_threads():
    gate, numbers = threading.Event(), []
    ready = threading.Semaphore(0)

    def work():
        numbers.append((threading.get_ident(), threading.get_native_id()))
        ready.release()
        gate.wait()

    made = [thread(work), thread(work)]
    for _ in made:
        ready.acquire()
    numbers.append((threading.get_ident(), threading.get_native_id()))
    gate.set()
    for one in made:
        one.join()
    return [len({ident for ident, _ in numbers}) == 3, len({native for _, native in numbers}) == 3]


@gives([False, True])
def only_the_main_thread_is_the_main_thread():
    def is_main():
        return threading.current_thread() is threading.main_thread()

    return [elsewhere(is_main), is_main()]


@gives([0, "ValueError", True])
def the_size_of_stacks_is_asked_and_set():
    before = threading.stack_size(1 << 20)
    set_size = threading.stack_size(before)
    return [before, error(threading.stack_size, 5), set_size == 1 << 20]


@gives(["called", "called", None])
def tracing_and_profiling_threads_does_no_harm():
    told = []

    def look(_frame, event, _arg):
        told.append(event)

    def work():
        return "called"

    results = []
    for setter in (threading.settrace, threading.setprofile):
        setter(look)
        try:
            results.append(elsewhere(work))
        finally:
            setter(None)
    return [*results, sys.gettrace()] if "call" in told else told


@gives([True, True], since=(3, 10))
def the_set_functions_are_told():
    def look(*_):
        """Looks at nothing."""

    threading.settrace(look)
    threading.setprofile(look)
    seen = [threading.gettrace() is look, threading.getprofile() is look]
    threading.settrace(None)
    threading.setprofile(None)
    return seen


@gives([True, True])
def the_longest_time_limit_is_known():
    return [threading.TIMEOUT_MAX > 3600 * 24, isinstance(threading.TIMEOUT_MAX, float)]
