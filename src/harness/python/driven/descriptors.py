"""Waits for descriptors take virtual time: `select.select` and `select.poll`.

A wait for nothing, and one that no other thread can end, is a sleep; otherwise descriptors are looked at
again and again, as in `loops`.
"""

from __future__ import annotations

from . import driver as state
from . import forks, kinds, locks, sites

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .driver import Driver, Wait
    from .threads import Line

# Between two looks at descriptors, in virtual seconds.
_BETWEEN_LOOKS = 0.001


def correct_select(module: Any) -> None:
    """Replace what waits in `select`."""
    select: Any = module.select
    make_poll: Any = getattr(module, "poll", None)

    def select_(rlist: Any, wlist: Any, xlist: Any, timeout: float | None = None) -> Any:
        driver = _driver()
        if driver is None:
            return select(rlist, wlist, xlist, timeout)
        if timeout is not None and (not hasattr(timeout, "__float__") or timeout < 0):
            return select(rlist, wlist, xlist, timeout)

        def look(seconds: float | None) -> Any:
            ready = select(rlist, wlist, xlist, seconds)
            return ready if any(ready) else None

        return _wait(driver, look, timeout) or ([], [], [])

    class Poll:
        """As the real one, which stands behind it."""

        def __init__(self) -> None:
            self._real = make_poll()

        def __getattr__(self, name: str) -> Any:
            return getattr(self._real, name)

        def poll(self, timeout: float | None = None) -> Any:
            driver = _driver()
            if driver is None or not (timeout is None or hasattr(timeout, "__float__")):
                return self._real.poll(timeout)
            seconds = None if timeout is None or timeout < 0 else timeout / 1000

            def look(seconds: float | None) -> Any:
                return self._real.poll(None if seconds is None else seconds * 1000)

            return _wait(driver, look, seconds) or []

    _name(select_, "select")
    module.select = select_
    if make_poll is not None:
        _name(Poll, "poll")
        module.poll = Poll


def _name(thing: Any, name: str) -> None:
    thing.__name__ = thing.__qualname__ = name
    thing.__module__ = "select"


def _driver() -> Driver | None:
    driver = state.ACTIVE
    if driver is not None and driver.observing:
        raise locks.Blind
    return driver


def _wait(driver: Driver, look: Callable[[float | None], Any], timeout: float | None) -> Any:
    """What is ready within so many seconds, if anything is."""
    thread = driver.current
    deadline = kinds.FOREVER if timeout is None else driver.now + timeout
    while True:
        # Another process may have to act, in real time, before anything is ready.
        real = forks.happened() and timeout != 0
        ready = look(min(1.0, timeout or 1.0) if real else 0)
        if ready or driver.now >= deadline:
            return ready
        driver.step(thread)
        alone = not (driver.enabled | driver.timed) & ~thread.bit
        if alone and deadline == kinds.FOREVER:
            return look(None)
        until = deadline if alone and not real else min(deadline, driver.now + _BETWEEN_LOOKS)
        line = sites.here()
        driver.block(thread, _descriptors(line), until, line=line)
        thread.timed_out = False


def _descriptors(line: Line | None) -> Wait:
    return lambda: ("descriptors", line, None)
