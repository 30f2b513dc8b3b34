"""Corrections to event loops, which wait for descriptors in virtual time.

A loop that waits for nothing but the descriptor by which other threads wake it waits as for a lock: it is
told when somebody writes there. Other descriptors are looked at again and again, without waiting for them.
"""

from __future__ import annotations

from . import driver as state
from . import forks, kinds, locks, sites
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .driver import Driver, Wait
    from .threads import Controlled, Line

# Between two looks at descriptors, in virtual seconds.
_BETWEEN_LOOKS = 0.001
# Threads that wait in a selector, which tells who is to be woken.
_waiting: list[tuple[object, Controlled]] = []
# By address: the selector of a loop, the descriptor by which threads wake it, and its place.
_wakers: dict[int, tuple[object, int, Place]] = {}


def correct_selectors(module: Any) -> None:
    for name in ("SelectSelector", "PollSelector", "EpollSelector", "DevpollSelector"):
        cls = getattr(module, name, None)
        if cls is not None:
            cls.select = _patient(cls.select)


def correct_loops(module: Any) -> None:
    cls = module.BaseSelectorEventLoop
    cls._write_to_self = _waking(cls._write_to_self)
    cls._make_self_pipe = _noting(cls._make_self_pipe)


def _noting(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def _make_self_pipe(self: Any) -> None:
        original(self)
        _wakers[id(self._selector)] = (self._selector, self._ssock.fileno(), Place("event loop"))

    return _make_self_pipe


def _is_told(selector: Any) -> bool:
    """Whether nobody but another thread can end the wait."""
    waker = _wakers.get(id(selector))
    return waker is not None and list(selector.get_map()) == [waker[1]] and not forks.happened()


def _waking(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def _write_to_self(self: Any) -> None:
        driver = state.ACTIVE
        if driver is None or driver.observing:
            original(self)
            return
        thread = driver.current
        if not driver.quiet:
            driver.point(thread)
            driver.step(thread)
        original(self)
        waker = _wakers.get(id(self._selector))
        if waker is not None:
            driver.trace.record(thread, kinds.RELEASE, waker[2])
        for selector, waiter in _waiting:
            if selector is self._selector and waiter.state == kinds.BLOCKED:
                driver.wake(waiter)

    return _write_to_self


def _patient(original: Callable[..., Any]) -> Callable[..., Any]:
    def select(self: Any, timeout: float | None = None) -> Any:
        driver = state.ACTIVE
        if driver is None:
            return original(self, timeout)
        if driver.observing:
            raise locks.Blind
        thread = driver.current
        deadline = kinds.FOREVER if timeout is None else driver.now + max(0.0, timeout)
        while True:
            # Another process may have to act, in real time, before anything is ready.
            ready = original(self, min(1.0, timeout or 1.0) if forks.happened() and timeout != 0 else 0)
            if ready or driver.now >= deadline:
                waker = _wakers.get(id(self))
                if waker is not None:
                    driver.trace.record(thread, kinds.TRY, waker[2], kinds.TOOK)
                return ready
            driver.step(thread)
            alone = not (driver.enabled | driver.timed) & ~thread.bit
            told = _is_told(self)
            if alone and not told and deadline == kinds.FOREVER:
                return original(self, timeout)
            _wait(driver, thread, self, deadline if told else min(deadline, driver.now + _BETWEEN_LOOKS))

    return select


def _wait(driver: Driver, thread: Controlled, selector: object, deadline: float) -> None:
    entry = (selector, thread)
    _waiting.append(entry)
    line = sites.here()
    driver.block(thread, _event_loop(line), deadline, line=line)
    _waiting.remove(entry)
    thread.timed_out = False


def _event_loop(line: Line | None) -> Wait:
    return lambda: ("event loop", line, None)
