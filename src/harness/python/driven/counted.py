"""What is given and taken as single steps: takers depend on takers, givers on givers, a taker on
the one who gave it what it took.
"""

from __future__ import annotations

from collections import deque

from . import gates, kinds
from .gates import Gate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .driver import Driver
    from .locks import Lock
    from .threads import Controlled, Place


class Ends:
    """The two ends of something that is given and taken."""

    def __init__(self, inner: Lock) -> None:
        self.taking = Gate(inner, "taken from")
        self.giving = Gate(inner, "given to")
        self.finishing = Gate(inner, "finished")
        self.all = (self.taking, self.giving, self.finishing)
        # Who gave what is there, and who made the room that is free; what was there before is nobody's.
        self.given: deque[Place] = deque()
        self.freed: deque[Place] = deque()
        self.finished: list[Place] = []
        # What each thread has taken and not yet given back.
        self.owed: dict[int, int] = {}

    def took(self, driver: Driver, thread: Controlled, there: int, looked: bool) -> None:
        """One of what was there has been taken; `looked`: it might have gone on without."""
        self._touch(driver, thread, self.taking, self.giving, looked)
        if len(self.given) >= there:
            gates.take_over(driver, thread, self.given.popleft())
        self.owed[thread.tid] = self.owed.get(thread.tid, 0) + 1
        if there == 1:
            self.taking.shut(driver)

    def gave(self, driver: Driver, thread: Controlled, looked: bool, room: int | None) -> None:
        """One was given; `room` is what was free before, where that is bounded."""
        self._touch(driver, thread, self.giving, self.taking, looked)
        if room is not None and len(self.freed) >= room:
            gates.take_over(driver, thread, self.freed.popleft())
        self.given.append(gates.hand_over(driver, thread))
        self.taking.open(driver)
        if room == 1:
            self.giving.shut(driver)

    def made_room(self, driver: Driver, thread: Controlled) -> None:
        self.freed.append(gates.hand_over(driver, thread))
        self.giving.open(driver)

    def looked(self, driver: Driver, thread: Controlled) -> None:
        """The number of what is there was looked at."""
        self._touch(driver, thread, self.taking, self.giving, True)

    def gives_back(self, driver: Driver, thread: Controlled) -> bool:
        """Whether the thread gives back what it took itself: then it can never be too much."""
        owed = self.owed.get(thread.tid, 0)
        self.owed[thread.tid] = owed - 1
        if owed <= 0:
            driver.trace.saw_try = True
        return owed > 0

    def _touch(self, driver: Driver, thread: Controlled, own: Gate, other: Gate, looked: bool) -> None:
        trace = driver.trace
        if looked:
            trace.record(thread, kinds.TRY, own.place)
            trace.also(thread.tid, kinds.TRY, other.place)
        else:
            trace.record(thread, kinds.ACQUIRE, own.place)


def correct_semaphores(threading: Any) -> None:
    """Replace what is done under the lock of a semaphore."""

    def inner(semaphore: Any) -> Lock:
        lock: Lock = semaphore._cond._lock
        return lock

    def acquire(original: Callable[..., bool]) -> Callable[..., bool]:
        def acquire(self: Any, blocking: bool = True, timeout: float | None = None) -> bool:
            found = gates.visible(self, inner, Ends) if type(self) in (plain, bounded) else None
            if found is None or (not blocking and timeout is not None):
                return original(self, blocking, timeout)
            driver, ends = found
            thread = gates.begin(driver)
            looked = not blocking or timeout is not None
            limit = 0.0 if not blocking else timeout
            if self._value == 0 and (
                (limit is not None and limit <= 0)
                or not ends.taking.pass_when(driver, thread, lambda: self._value > 0, limit)
            ):
                ends.looked(driver, thread)
                gates.in_vain(driver, thread, ends.taking)
                return False
            ends.took(driver, thread, self._value, looked)
            self._value -= 1
            gates.done(driver, thread, ends.taking, "takes")
            return True

        return acquire

    def release(original: Callable[..., None]) -> Callable[..., None]:
        def release(self: Any, n: int = 1) -> None:
            found = gates.visible(self, inner, Ends) if type(self) in (plain, bounded) and n == 1 else None
            if found is None:
                return original(self, n)
            driver, ends = found
            thread = gates.begin(driver)
            if type(self) is bounded:
                ends.gives_back(driver, thread)
                if self._value >= self._initial_value:
                    raise ValueError("Semaphore released too many times")
            self._value += 1
            ends.gave(driver, thread, False, None)
            gates.done(driver, thread, ends.taking, "releases")
            return None

        return release

    plain, bounded = threading.Semaphore, threading.BoundedSemaphore
    plain.acquire = plain.__enter__ = gates.dressed(plain.acquire, acquire)
    plain.release = gates.dressed(plain.release, release)
    bounded.release = gates.dressed(bounded.release, release)
