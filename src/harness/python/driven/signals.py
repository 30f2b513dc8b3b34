"""Events as single steps: waits depend on who clears, not on one another."""

from __future__ import annotations

from . import gates, kinds, strict
from .gates import Gate
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .locks import Lock


class Signal:
    """Who waits for an event, and who set it."""

    def __init__(self, inner: Lock) -> None:
        self.gate = Gate(inner, "event")
        self.all = (self.gate,)
        # Set by this; `None` where that was before anybody could see it.
        self.setter: Place | None = None
        # By whom a thread that waited was let go on, whatever has become of the event since.
        self.let_go: dict[int, Place] = {}


_event: Any = None


def correct_events(threading: Any) -> None:
    global _event
    _event = event = threading.Event
    event.set = gates.dressed(event.set, _set)
    event.clear = gates.dressed(event.clear, _clear)
    event.wait = gates.dressed(event.wait, _wait)


def place_of(event: Any) -> Place | None:
    """What a look at the event looks at, when its operations are single steps now."""
    found = gates.visible(event, _inner, Signal) if type(event) is _event else None
    return None if found is None else found[1].gate.place


def _inner(event: Any) -> Lock:
    lock: Lock = event._cond._lock
    return lock


def _set(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def set(self: Any) -> None:
        found = gates.visible(self, _inner, Signal) if type(self) is _event else None
        if found is None:
            return original(self)
        driver, signal = found
        thread = gates.begin(driver)
        gates.done(driver, thread, signal.gate, "releases")
        if self._flag:
            driver.trace.record(thread, kinds.TRY, signal.gate.place)
            return None
        self._flag = True
        driver.trace.record(thread, kinds.RELEASE, signal.gate.place)
        setter = signal.setter = gates.hand_over(driver, thread)
        for waiter in signal.gate.waiters:
            if waiter.state == kinds.BLOCKED:
                signal.let_go[waiter.tid] = setter
                driver.wake(waiter)
                strict.progress(driver, thread)
        return None

    return set


def _clear(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def clear(self: Any) -> None:
        found = gates.visible(self, _inner, Signal) if type(self) is _event else None
        if found is None:
            return original(self)
        driver, signal = found
        thread = gates.begin(driver)
        driver.trace.record(thread, kinds.TRY, signal.gate.place)
        gates.done(driver, thread, signal.gate, "takes")
        self._flag = False
        return None

    return clear


def _wait(original: Callable[..., bool]) -> Callable[..., bool]:
    def wait(self: Any, timeout: float | None = None) -> bool:
        found = gates.visible(self, _inner, Signal) if type(self) is _event else None
        if found is None:
            return original(self, timeout)
        driver, signal = found
        thread = gates.begin(driver)
        gate, tid = signal.gate, thread.tid
        if self._flag:
            driver.trace.record(thread, kinds.RELEASE if timeout is None else kinds.TRY, gate.place)
            if signal.setter is not None:
                gates.take_over(driver, thread, signal.setter)
            gates.done(driver, thread, gate, "takes")
            return True
        if (timeout is not None and timeout <= 0) or not gate.pass_when(
            driver, thread, lambda: tid in signal.let_go, timeout
        ):
            driver.trace.record(thread, kinds.TRY, gate.place)
            gates.in_vain(driver, thread, gate)
            return False
        # Nobody who came later could have changed that.
        driver.trace.record(thread, kinds.RELEASE if timeout is None else kinds.TRY, gate.place)
        gates.take_over(driver, thread, signal.let_go.pop(tid))
        gates.done(driver, thread, gate, "takes")
        return True

    return wait
