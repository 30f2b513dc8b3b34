"""What threads wait at inside of the library's own objects, in place of the locks that those are made of.

A queue, an event or a semaphore does its work under a lock of its own that nobody else can hold meanwhile.
While nobody looks behind that lock each operation is one visible step, and only what it does for others
counts: two threads that put depend on each other, one that puts and one that gets only by the item.

Where that is not so (a student holds the lock, a lock is tried anywhere, the process may fork) the search
starts again with all moments between the operations of the locks: `Order.release_points`, asked for by
`Trace.saw_try`.
"""

from __future__ import annotations

from . import driver as state
from . import kinds, locks, real, rows, sites, waits
from .locks import Lock
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .driver import Driver
    from .threads import Controlled


class Gate(Lock):
    """Threads wait here until what they wait for may have come, and look again."""

    __slots__ = ()

    def __init__(self, inner: Lock, name: str) -> None:
        super().__init__()
        self.created, self.number = inner.created, inner.number
        self.mode = locks.TRACKED
        # Nobody holds it: who waits here is helped by whoever brings what is waited for.
        self.fresh, self.private = False, True
        self.place = Place(name)

    def pass_when(
        self,
        driver: Driver,
        thread: Controlled,
        ready: Callable[[], bool],
        limit: float | None,
        *,
        looked: bool = False,
    ) -> bool:
        """Wait until it is ready; false when the time has passed before."""
        if ready():
            return True
        if driver.observing:
            raise locks.Blind
        deadline = kinds.FOREVER if limit is None else driver.now + limit
        frame = real.getframe(1)
        line = sites.line_of(frame)
        describe = waits.describe(self, frame, line)
        flags = kinds.TIMED if looked or limit is not None else 0
        while not ready():
            driver.trace.record(thread, kinds.PENDING, self.place, flags)
            rows.lock(driver, thread, "waits", self, line)
            self.waiters.append(thread)
            driver.block(thread, describe, deadline, self, line)
            if thread.timed_out:
                thread.timed_out = False
                return ready()
            self.forget(thread)
            thread.waiting_for = None
        return True


def visible(obj: Any, inner: Callable[[Any], Lock], kept: type) -> tuple[Driver, Any] | None:
    """The driver and the gates of an object, when its operations are single steps now."""
    driver = state.ACTIVE
    if driver is None or driver.quiet or driver.forks or driver.order.release_points:
        return None
    gates = obj.__dict__.get("_gates")
    if gates is None:
        lock = inner(obj)
        if lock.mode != locks.TRACKED or lock.place.serial >= 0:
            # A student has held it: the moments inside count.
            driver.trace.saw_try |= lock.mode == locks.TRACKED
            return None
        gates = obj.__dict__["_gates"] = kept(lock)
        lock.gates = gates.all
    lock = inner(obj)
    if lock.taken and lock.mode == locks.TRACKED:
        driver.trace.saw_try = True
        return None
    return driver, gates


def begin(driver: Driver) -> Controlled:
    thread = driver.current
    driver.point(thread)
    driver.step(thread)
    return thread


def done(driver: Driver, thread: Controlled, gate: Gate, action: str) -> None:
    thread.idle_reads = 0
    driver.trace.count += 1
    if driver.trace.rows is not None:
        rows.lock(driver, thread, action, gate, sites.here())


def in_vain(driver: Driver, thread: Controlled, gate: Gate) -> None:
    """Looked, and did not find it."""
    if driver.trace.rows is not None:
        rows.lock(driver, thread, "tries", gate, sites.here())
    gate.idle(driver, thread)


def hand_over(driver: Driver, thread: Controlled) -> Place:
    """What this thread has done so far comes before whatever takes over from the place."""
    place = Place("hand-over")
    driver.trace.record(thread, kinds.RELEASE, place, kinds.UNTRACKED)
    return place


def take_over(driver: Driver, thread: Controlled, place: Place) -> None:
    """Part of the step before: whoever took first would have got it."""
    driver.trace.also(thread.tid, kinds.ACQUIRE, place, kinds.TOOK | kinds.UNTRACKED)


def dressed(original: Any, make: Callable[[Any], Any]) -> Any:
    """The replacement of a method of the library, which looks like it."""
    made = make(original)
    for name in ("__name__", "__qualname__", "__doc__", "__module__"):
        setattr(made, name, getattr(original, name))
    return made
