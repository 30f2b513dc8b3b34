"""The end of a scenario's program, in the interpreter's order.

First the handlers of `threading` (executors let their threads go), then the threads that are no daemons end,
then the functions that were registered with `atexit`, the last first. Without any of a student's nothing of
this is worth a step: what the library registers concerns processes and files.
"""

from __future__ import annotations

import atexit
import sys

from . import library, starting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .driver import Driver

_count: Any = getattr(atexit, "_ncallbacks")  # noqa: B009 - the typed library does not know it
_run: Any = getattr(atexit, "_run_exitfuncs")  # noqa: B009
# What the library has registered before anything of a student's could.
_of_the_library = 0


def collect_no_more() -> None:
    """From here on functions are registered for a student."""
    global _of_the_library
    _of_the_library = _count()


def run(driver: Driver) -> None:
    """In the main thread, after its last piece."""
    library.run_exit_handlers()
    if _count() == _of_the_library:
        return
    main = driver.threads[0]
    driver.outlive(main)
    for thread in driver.threads:
        # They have ended: what they did comes before what is done from here on.
        if thread is not main and thread.sentinel is not None and not thread.sentinel.taken:
            starting.sentinel_of(thread).acquire()
            starting.sentinel_of(thread).release()
    # A thread that is started from here on is not waited for.
    driver.ending = True
    processes = sys.modules.get("multiprocessing.util")
    if processes is not None:
        # It waits for processes, in real time; `forks` does, as long as it is worth it.
        atexit.unregister(processes._exit_function)
    try:
        _run()
    except BaseException:  # each function was called; the interpreter prints the errors and goes on
        return
