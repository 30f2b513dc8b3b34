"""Futures as single steps: whether somebody waits for a result before or after it is set is all one."""

from __future__ import annotations

from . import gates, kinds, locks
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .driver import Driver
    from .locks import Lock

# Look at how far a future has come, or change what it comes to.
_LOOKING = ("cancel", "cancelled", "running", "done", "add_done_callback")
_WAITING = ("result", "exception")
_SETTING = ("set_running_or_notify_cancel", "set_result", "set_exception")


_OVER = ("FINISHED", "CANCELLED", "CANCELLED_AND_NOTIFIED")


class Promise:
    """What is known of a future."""

    def __init__(self, inner: Lock) -> None:
        self.place = Place("future")
        self.all = ()
        self.setter: Place | None = None
        # Its operations stand for what happens under it.
        inner.mode = locks.SILENT


_future: Any = None


def correct_futures(module: Any) -> None:
    global _future
    _future = module.Future
    for names, make in ((_LOOKING, _looking), (_SETTING, _setting), (_WAITING, _waiting)):
        for name in names:
            setattr(_future, name, gates.dressed(getattr(_future, name), make))
    enter = module._AcquireFutures.__enter__

    def __enter__(self: Any) -> None:
        for future in self.futures:
            _step(future, kinds.TRY)
        enter(self)

    module._AcquireFutures.__enter__ = __enter__


def _inner(future: Any) -> Lock:
    lock: Lock = future._condition._lock
    return lock


def _step(future: Any, kind: int) -> tuple[Driver, Promise] | None:
    """The one visible step of an operation."""
    found = gates.visible(future, _inner, Promise) if type(future) is _future else None
    if found is not None:
        driver, promise = found
        driver.trace.record(gates.begin(driver), kind, promise.place)
    return found


def _looking(original: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, *args: Any) -> Any:
        _step(self, kinds.TRY)
        return original(self, *args)

    return method


def _setting(original: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, *args: Any) -> Any:
        # Of two that set it the first wins.
        found = _step(self, kinds.ACQUIRE)
        if found is not None and self._state not in _OVER:
            driver, promise = found
            promise.setter = gates.hand_over(driver, driver.current)
        return original(self, *args)

    return method


def _waiting(original: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, timeout: float | None = None) -> Any:
        found = _step(self, kinds.RELEASE if timeout is None else kinds.TRY)
        if found is not None and self._state in _OVER and found[1].setter is not None:
            gates.take_over(found[0], found[0].current, found[1].setter)
        return original(self, timeout)

    return method
