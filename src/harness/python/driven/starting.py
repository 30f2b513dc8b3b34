"""How threads start, have numbers and end under the driver."""

from __future__ import annotations

import sys
from types import SimpleNamespace

from . import driver as state
from . import locks
from .locks import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .threads import Controlled

# The library's own module.
THREADING: Any = None
_HIGHEST_NATIVE = 1000
_NO_KEYWORDS: dict[str, Any] = {}


def get_ident() -> int:
    driver = state.ACTIVE
    return driver.current.tid + 1 if driver is not None else 1


def get_native_id() -> int:
    return get_ident() + _HIGHEST_NATIVE


def start_new_thread(
    function: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any] = _NO_KEYWORDS
) -> int:
    """Start a thread; the caller goes on, and the new thread may run first if the plan says so."""
    return _start(function, args, kwargs, None).tid + 1


def _start(
    function: Callable[..., object],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    handle: ThreadHandle | None,
) -> Controlled:
    driver = state.ACTIVE
    if driver is None:
        raise RuntimeError("can't start new thread: no schedule is run here")
    if not callable(function):
        raise TypeError("first arg must be callable")
    if type(args) is not tuple:
        raise TypeError("2nd arg must be a tuple")
    if not isinstance(kwargs, dict):
        raise TypeError("optional 3rd arg must be a dictionary")
    if driver.observing:
        raise locks.Blind
    thread = getattr(function, "__self__", None)
    planned = driver.next_tid is not None
    if thread is None or not hasattr(thread, "_bootstrap"):
        # Raw threads keep nothing alive.
        title = f"Thread-{len(driver.threads)}"
        started = driver.spawn(lambda: _run_raw(function, args, kwargs), title, daemon=True)
    else:
        started = driver.spawn(lambda: function(*args, **kwargs), thread.name, daemon=thread.daemon)
        adopt(thread, started)
    if handle is not None:
        handle.attach(started)
    if driver.end_points:
        sentinel_of(started)
    if not planned and not driver.quiet:
        driver.point(driver.current)
    return started


def _run_raw(function: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """What it raises is told to the hook for what nobody can catch, if a student has set one."""
    try:
        function(*args, **kwargs)
    except SystemExit:
        pass
    except BaseException as raised:
        if sys.unraisablehook is sys.__unraisablehook__:
            raise
        words, subject = "Exception ignored in thread started by", function
        unraisable: Any = SimpleNamespace(
            exc_type=type(raised),
            exc_value=raised,
            exc_traceback=raised.__traceback__,
            err_msg=words if sys.version_info < (3, 13) else f"{words} {function!r}",
            object=subject if sys.version_info < (3, 13) else None,
        )
        sys.unraisablehook(unraisable)


def adopt(thread: Any, started: Controlled) -> None:
    """A `threading.Thread` counts as started at once, so that starting one does not wait for it."""
    started.thread = thread
    started.title = thread.name
    thread._ident = started.tid + 1
    thread._native_id = started.tid + 1 + _HIGHEST_NATIVE
    thread._started._flag = True
    # Nobody waits for these; they are the library's own.
    thread._started._cond._lock.mode = locks.SILENT
    handle = getattr(thread, "_handle", None)
    if isinstance(handle, ThreadHandle):
        handle.attach(started)
        return
    thread._tstate_lock = sentinel_of(started)
    if not thread.daemon:
        # A student's own `threading.py` is not the one that made the thread.
        modules = (sys.modules.get("threading"), THREADING)
        found = (getattr(module, "_shutdown_locks", None) for module in modules)
        shutdown_locks = next((locks_of for locks_of in found if type(locks_of) is set), None)
        if shutdown_locks is not None:
            shutdown_locks.add(thread._tstate_lock)


def sentinel_of(thread: Controlled) -> Lock:
    """The lock that is released when the thread has ended."""
    lock = thread.sentinel
    if lock is None:
        lock = thread.sentinel = Lock()
        lock.mode = locks.SENTINEL
        lock.fresh = lock.private = False
        lock.place.name = "end of thread"
        lock.taken = True
        lock.owner = thread
    return lock


def set_sentinel() -> Lock:
    driver = state.ACTIVE
    return Lock() if driver is None else sentinel_of(driver.current)


class ThreadHandle:
    """What `threading.Thread` joins on since 3.13."""

    def __init__(self, ident: int | None = None) -> None:
        self.ident = ident
        self._sentinel: Lock | None = None
        self._done = False

    def attach(self, thread: Controlled) -> None:
        self.ident = thread.tid + 1
        self._sentinel = sentinel_of(thread)

    def join(self, timeout: float | None = None) -> None:
        sentinel = self._sentinel
        if sentinel is None:
            raise RuntimeError("thread not started")
        if sentinel.owner is not None and state.ACTIVE is not None and sentinel.owner is state.ACTIVE.current:
            raise RuntimeError("Cannot join current thread")
        if sentinel.acquire(True, -1 if timeout is None or timeout < 0 else timeout):
            sentinel.release()

    def is_done(self) -> bool:
        return self._done or (self._sentinel is not None and not self._sentinel.taken)

    def _set_done(self) -> None:
        self._done = True


def start_joinable_thread(
    function: Callable[[], object], *, handle: ThreadHandle | None = None, daemon: bool = True
) -> ThreadHandle:
    if not callable(function):
        raise TypeError("thread function must be callable")
    if handle is None:
        handle = ThreadHandle()
    _start(function, (), {}, handle)
    return handle
