"""Modules of threads that are imported again."""

from __future__ import annotations

import importlib
import sys

from table import elsewhere, gives, thread


def fresh(name):
    """As if it had never been imported."""
    kept = sys.modules.pop(name, None)
    try:
        return importlib.import_module(name)
    finally:
        if kept is not None:
            sys.modules[name] = kept


@gives([True, "late"])
def a_fresh_queue_waits_like_the_other():
    made = fresh("_queue").SimpleQueue()
    putting = thread(made.put, "late")
    found = made.get()
    putting.join()
    return [made.empty(), found]


@gives([True, False])
def a_fresh_thread_module_makes_locks_that_wait():
    lock = fresh("_thread").allocate_lock()
    taken = lock.acquire()
    releasing = thread(lock.release)
    lock.acquire()
    releasing.join()
    return [taken, elsewhere(lock.acquire, False)]


@gives(["waits", True])
def a_fresh_threading_waits_like_the_other():
    threading = fresh("threading")
    event, told = threading.Event(), []

    def work():
        event.wait()
        told.append("waits")

    made = threading.Thread(target=work)
    made.start()
    event.set()
    made.join()
    return [*told, not made.is_alive()]


@gives(3)
def fresh_executors_work():
    sys.modules.pop("concurrent.futures.thread", None)
    module = importlib.import_module("concurrent.futures.thread")
    with module.ThreadPoolExecutor(1) as executor:
        return executor.submit(int, "3").result()
