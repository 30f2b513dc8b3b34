"""Wake-ups that came too early: what was notified, or set and cleared again, before anybody waited for it."""

from __future__ import annotations

from . import driver as state
from . import kinds, sites

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .driver import Driver
    from .threads import Controlled, Line

_READS = frozenset((kinds.READ, kinds.ELEMENT_READ, kinds.WHOLE_READ))

# By address, with the thing itself, so that the address stays its own.
_notified: dict[int, tuple[Any, dict[int, Signal]]] = {}
_set: dict[int, tuple[Any, Signal]] = {}
_cleared: dict[int, tuple[Any, Signal]] = {}
_types: list[type] = []


class Signal:
    """One that nobody waited for at that moment."""

    __slots__ = ("cleared_at", "event", "line", "tid")

    def __init__(self, driver: Driver) -> None:
        self.tid = driver.current.tid
        self.line = sites.here()
        # How much had happened until then.
        self.event = len(driver.trace.events)
        self.cleared_at: Line | None = None


def correct_threading(threading: Any) -> None:
    """Notice what conditions and events are told."""
    condition, event = threading.Condition, threading.Event
    _types[:] = [condition, event]
    condition.notify = _alike(_notify(condition.notify), condition.notify)
    event.set = _alike(_setting(event.set), event.set)
    event.clear = _alike(_clearing(event.clear), event.clear)
    event.wait = _alike(_waiting(event.wait), event.wait)


def _alike(function: Any, original: Any) -> Any:
    function.__name__, function.__qualname__ = original.__name__, original.__qualname__
    function.__doc__, function.__module__ = original.__doc__, original.__module__
    return function


def _notify(original: Callable[..., None]) -> Any:
    def notify(self: Any, n: int = 1) -> None:
        alone = not self._waiters
        original(self, n)
        driver = state.ACTIVE
        if alone and driver is not None and not driver.observing:
            by_thread = _notified.setdefault(id(self), (self, {}))[1]
            by_thread[driver.current.tid] = Signal(driver)

    return notify


def _setting(original: Callable[[Any], None]) -> Any:
    def set(self: Any) -> None:
        driver = state.ACTIVE
        if driver is None or driver.observing:
            return original(self)
        before = _told(self._cond).get(driver.current.tid)
        # Others may run before it is set: only afterwards is known whether somebody waited then.
        original(self)
        _cleared.pop(id(self), None)
        gates = self.__dict__.get("_gates")
        unheard = _told(self._cond).get(driver.current.tid) is not before
        if unheard or (gates is not None and not gates.gate.waiters):
            _set.setdefault(id(self), (self, Signal(driver)))
        else:
            _set.pop(id(self), None)
        return None

    return set


def _clearing(original: Callable[[Any], None]) -> Any:
    def clear(self: Any) -> None:
        original(self)
        unseen = _set.pop(id(self), None)
        if unseen is not None:
            unseen[1].cleared_at = sites.here()
            _cleared[id(self)] = unseen

    return clear


def _waiting(original: Callable[..., bool]) -> Any:
    def wait(self: Any, timeout: float | None = None) -> bool:
        signalled = original(self, timeout)
        if signalled:
            seen(self)
        return signalled

    return wait


def seen(event: Any) -> None:
    """Somebody found the event set."""
    if event._flag:
        _set.pop(id(event), None)


def missed(driver: Driver, thread: Controlled, subject: Any) -> Signal | None:
    """The signal that would have woken a thread that waits for ever, had it waited already."""
    if not _types or subject is None:
        return None
    condition, event = _types
    if isinstance(subject, event):
        found = _cleared.get(id(subject))
        return found[1] if found is not None and found[1].tid != thread.tid else None
    if not isinstance(subject, condition):
        return None
    by_others = [signal for tid, signal in _told(subject).items() if tid != thread.tid]
    last = max(by_others, key=lambda signal: signal.event, default=None)
    return None if last is None or _looked(driver, thread, last) else last


def _told(condition: Any) -> dict[int, Signal]:
    entry = _notified.get(id(condition))
    return {} if entry is None else entry[1]


def _looked(driver: Driver, thread: Controlled, signal: Signal) -> bool:
    """Whether the thread read, after the signal, what the other had changed: then it knew, and waited."""
    events = driver.trace.events
    born = next((i for i, e in enumerate(events) if e[1] == kinds.SPAWN and e[2] == thread.tid), 0)
    before = events[born : signal.event]
    changed = {serial for tid, kind, serial, _, _ in before if tid == signal.tid and kind in kinds.WRITES}
    later = [event for event in events[signal.event :] if event[0] == thread.tid]
    return any(kind in _READS and serial in changed for _, kind, serial, _, _ in later)
