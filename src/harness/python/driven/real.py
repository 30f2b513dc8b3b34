"""The interpreter's own functions, taken before anything is replaced or a student can replace them."""

from __future__ import annotations

import _thread
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

allocate_lock: Callable[[], Any] = _thread.allocate_lock
start_new_thread: Callable[..., int] = _thread.start_new_thread
get_native_id: Callable[[], int] = _thread.get_native_id
thread_module = _thread
TIMEOUT_MAX = _thread.TIMEOUT_MAX

sleep = time.sleep
time_functions: dict[str, Callable[[], Any]] = {
    name: getattr(time, name)
    for name in ("time", "monotonic", "perf_counter", "time_ns", "monotonic_ns", "perf_counter_ns")
}

fork = os.fork
waitpid = os.waitpid
pipe = os.pipe
read = os.read
write = os.write
close = os.close
leave: Callable[[int], Any] = os._exit
getframe = sys._getframe


def check_timeout(blocking: bool, timeout: float) -> float | None:
    """The time limit of an acquire, or `None`; the errors are the interpreter's own."""
    kind = type(timeout)
    if (kind is int or kind is float) and (blocking is True or blocking is False):
        if timeout == -1:
            return None
        if blocking and 0 <= timeout <= TIMEOUT_MAX:
            return timeout
    # What is unusual is shown to a real lock that is free: it says what is wrong.
    allocate_lock().acquire(blocking, timeout)
    return None if timeout == -1 else float(timeout)
