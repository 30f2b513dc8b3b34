"""What happens when a program ends: `atexit`, the threads that still run, executors and finalizers.

Each behaviour has a process of its own, and gives what was told until its very end.
"""

from __future__ import annotations

import _thread
import atexit
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

from table import error, gives, tell, thread


@gives(["main", "second", "first"])
def functions_are_called_in_reverse():
    atexit.register(tell, "first")
    atexit.register(tell, "second")
    tell("main")


@gives(["(1, 2) {'three': 3}"])
def they_get_their_arguments():
    atexit.register(lambda *args, **keywords: tell(f"{args} {keywords}"), 1, 2, three=3)


@gives(["decorated"])
def register_is_a_decorator():
    @atexit.register
    def last():
        tell("decorated")

    if last is None:
        tell("nothing")


@gives(["kept"])
def they_can_be_taken_back():
    def gone():
        tell("gone")

    atexit.register(gone)
    atexit.register(tell, "kept")
    atexit.register(gone)
    atexit.unregister(gone)


@gives(["twice", "twice"])
def a_function_may_be_registered_twice():
    atexit.register(tell, "twice")
    atexit.register(tell, "twice")


@gives(["after", "before"])
def an_error_does_not_stop_the_others():
    atexit.register(tell, "before")
    atexit.register(lambda: 1 / 0)
    atexit.register(tell, "after")


@gives(["main", "thread", "exit"])
def threads_end_first():
    gate = threading.Event()

    def work():
        gate.wait()
        tell("thread")

    atexit.register(tell, "exit")
    thread(work)
    tell("main")
    gate.set()


@gives(["first", "second", "exit"])
def threads_that_threads_start_end_first_too():
    def first():
        tell("first")
        thread(second)

    def second():
        tell("second")

    atexit.register(tell, "exit")
    thread(first).join()


@gives(["exit"])
def nobody_waits_for_daemons():
    atexit.register(tell, "exit")
    started = threading.Event()

    def work():
        started.set()
        threading.Event().wait()

    thread(work, daemon=True)
    started.wait()


@gives(["exit"])
def nobody_waits_for_raw_threads():
    atexit.register(tell, "exit")
    lock = _thread.allocate_lock()
    lock.acquire()
    _thread.start_new_thread(lock.acquire, ())


@gives(["job", "job", "exit"])
def executors_finish_their_jobs_first():
    atexit.register(tell, "exit")
    executor = ThreadPoolExecutor(1)
    executor.submit(tell, "job")
    executor.submit(tell, "job")


@gives(["RuntimeError"])
def executors_take_nothing_at_the_end():
    executor = ThreadPoolExecutor(1)
    executor.submit(int).result()
    atexit.register(lambda: tell(error(executor.submit, int)))


@gives(["gone"])
def finalizers_run_at_the_end():
    weakref.finalize(atexit.register, tell, "gone")


@gives(["finalizer", "exit"])
def finalizers_are_exit_functions_too():
    atexit.register(tell, "exit")
    weakref.finalize(atexit.register, tell, "finalizer")


@gives(["new", "old"])
def the_newest_finalizer_runs_first():
    weakref.finalize(atexit.register, tell, "old")
    weakref.finalize(atexit.register, tell, "new")


@gives(["yes"])
def finalizers_may_leave_the_end_out():
    weakref.finalize(atexit.register, tell, "no").atexit = False
    weakref.finalize(atexit.register, tell, "yes")


@gives(["MainThread True 1"])
def they_run_in_the_main_thread():
    def last():
        here = threading.current_thread()
        tell(f"{here.name} {here is threading.main_thread()} {threading.active_count()}")

    atexit.register(last)
    thread(int)


@gives(["registered in a thread"])
def a_thread_may_register_them():
    thread(atexit.register, tell, "registered in a thread").join()


@gives(["started"], until=(3, 12))
@gives(["started"], since=(3, 13))
def a_thread_may_be_started_at_the_end():
    def last():
        made = thread(tell, "started")
        made.join()

    atexit.register(last)


@gives(["called by hand"])
def they_are_called_once():
    atexit.register(tell, "called by hand")
    atexit._run_exitfuncs()


@gives([])
def they_can_be_forgotten():
    atexit.register(tell, "forgotten")
    atexit._clear()


@gives(["taken"])
def a_lock_of_a_thread_that_ended_stays_taken():
    lock = threading.Lock()
    thread(lock.acquire)

    def last():
        tell("free" if lock.acquire(False) else "taken")

    atexit.register(last)
