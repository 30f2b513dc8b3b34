"""The replaced `_thread` module: threads that start, have names and end under the driver."""

from __future__ import annotations

import sys
from types import FunctionType, ModuleType

from . import driver as state
from . import kinds, locks, real
from .locks import Lock, allocate_lock
from .rlocks import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .threads import Controlled

_HIGHEST_NATIVE = 1000
# Names that the interpreter's own functions bear under another one.
_NAMES = {"allocate": "allocate_lock", "exit_thread": "exit", "start_new": "start_new_thread"}


def get_ident() -> int:
    driver = state.ACTIVE
    return driver.current.tid + 1 if driver is not None else 1


def get_native_id() -> int:
    return get_ident() + _HIGHEST_NATIVE


def start_new_thread(
    function: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any] | None = None
) -> int:
    """Start a thread; the caller goes on, and the new thread may run first if the plan says so."""
    return _start(function, args, kwargs or {}, None).tid + 1


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
    if driver.observing:
        raise locks.Blind
    thread = getattr(function, "__self__", None)
    planned = driver.next_tid is not None
    if thread is None or not hasattr(thread, "_bootstrap"):
        # Raw threads keep nothing alive.
        title = f"Thread-{len(driver.threads)}"
        started = driver.spawn(lambda: function(*args, **kwargs), title, daemon=True)
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


def adopt(thread: Any, started: Controlled) -> None:
    """A `threading.Thread` counts as started at once, so that starting one does not wait for it."""
    started.thread = thread
    started.title = thread.name
    thread._ident = started.tid + 1
    thread._started._flag = True
    # Nobody waits for these; they are the library's own.
    thread._started._cond._lock.mode = locks.SILENT
    handle = getattr(thread, "_handle", None)
    if isinstance(handle, ThreadHandle):
        handle.attach(started)
        return
    thread._tstate_lock = sentinel_of(started)
    if not thread.daemon:
        threading = sys.modules["threading"]
        shutdown_locks = getattr(threading, "_shutdown_locks", None)
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


def _set_sentinel() -> Lock:
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
    if handle is None:
        handle = ThreadHandle()
    _start(function, (), {}, handle)
    return handle


def _exit() -> None:
    raise SystemExit


def _count() -> int:
    driver = state.ACTIVE
    if driver is None:
        return 0
    return sum(t.state in (kinds.RUNNABLE, kinds.BLOCKED) for t in driver.threads) - 1


class BuiltIn:
    """Looks like a function written in C, and like those binds to nothing as an attribute of a class."""

    __slots__ = ("__name__", "__self__", "_function")
    __module__ = "_thread"

    def __init__(self, function: Callable[..., Any], name: str, module: ModuleType) -> None:
        self.__name__ = name
        self.__self__ = module
        self._function = function

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        return self._function(*args, **keywords)

    def __getattr__(self, name: str) -> str:
        if name == "__qualname__":  # a class keeps its own under this name
            return self.__name__
        raise AttributeError(f"'builtin_function_or_method' object has no attribute '{name}'")

    def __repr__(self) -> str:
        return f"<built-in function {self.__name__}>"

    def __reduce__(self) -> str:
        return self.__name__


def build_module() -> ModuleType:
    """`_thread` as this version of Python has it, with everything that waits or starts replaced."""
    module = ModuleType("_thread")
    original = vars(real.thread_module)
    vars(module).update(original)
    replaced: dict[str, Any] = {
        "LockType": Lock,
        "lock": Lock,
        "RLock": RLock,
        "_ThreadHandle": ThreadHandle,
        "_count": _count,
        "_get_main_thread_ident": lambda: 1,
        "_is_main_interpreter": lambda: True,
        "_make_thread_handle": ThreadHandle,
        "_set_sentinel": _set_sentinel,
        "_shutdown": lambda: None,
        "allocate": allocate_lock,
        "allocate_lock": allocate_lock,
        "daemon_threads_allowed": lambda: True,
        "exit": _exit,
        "exit_thread": _exit,
        "get_ident": get_ident,
        "get_native_id": get_native_id,
        "set_name": lambda name: None,
        "start_joinable_thread": start_joinable_thread,
        "start_new": start_new_thread,
        "start_new_thread": start_new_thread,
    }
    for name, value in replaced.items():
        if name in original:
            plain = isinstance(value, FunctionType)
            setattr(module, name, BuiltIn(value, _NAMES.get(name, name), module) if plain else value)
    return module


def install() -> None:
    """From here on every import of `_thread` gets ours; what was imported before is corrected by name."""
    shown = (
        (BuiltIn, "builtin_function_or_method"),
        (Lock, "lock"),
        (RLock, "RLock"),
        (ThreadHandle, "_ThreadHandle"),
    )
    for cls, name in shown:
        cls.__module__, cls.__qualname__, cls.__name__ = "_thread", name, name
    sys.modules["_thread"] = build_module()
    for module, name, value in (("functools", "RLock", RLock), ("reprlib", "get_ident", get_ident)):
        if module in sys.modules:
            setattr(sys.modules[module], name, value)
