"""`_thread.lock` and `_thread.RLock` that wait by handing over the token."""

from __future__ import annotations

from . import driver as state
from . import forks, kinds, real, rows, sites, strict, waits
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .driver import Driver
    from .threads import Controlled, Line


class Blind(BaseException):
    """An observer cannot look now: somebody holds what it needs."""


# Locks made before the schedule began (by the library's modules) order nothing and are no decision points.
SILENT = 0
# What `join` waits for: orders, but taking it is no conflict.
SENTINEL = 1
TRACKED = 2


_created: dict[Line, int] = {}


class Lock:
    """Held by one thread at a time; any thread may release it."""

    __slots__ = (
        "__weakref__",
        "created",
        "fresh",
        "gates",
        "made",
        "mode",
        "number",
        "owner",
        "place",
        "private",
        "signal",
        "taken",
        "taken_at",
        "waiters",
    )

    def __init__(self) -> None:
        self.taken = False
        self.owner: Controlled | None = None
        self.waiters: list[Controlled] = []
        self.taken_at: Line | None = None
        self.created: Line | None = None
        # How many were made by that line before.
        self.number = 0
        self.mode = SILENT
        # Made by `Condition.wait` for itself: nobody else knows it until somebody else releases it.
        self.fresh = False
        self.private = False
        # One thread took it and another released it.
        self.signal = False
        # The moment at which it was made.
        self.made = -1
        self.place = Place("lock")
        # Where threads wait for the library's object whose lock this is.
        self.gates: tuple[Lock, ...] = ()
        if state.ACTIVE is not None:
            self.mode = TRACKED
            self.made = state.ACTIVE.moment
            frame = real.getframe(1)
            while frame.f_globals.get("__package__") == __package__ and frame.f_back is not None:
                frame = frame.f_back
            self.fresh = frame.f_code.co_name == "wait" and frame.f_globals.get("__name__") == "threading"
            self.private = self.fresh
            # That line made no lock that a student knows.
            self.created = None if self.private else sites.line_of(frame)
            if self.created is not None:
                self.number = _created[self.created] = _created.get(self.created, -1) + 1

    def __init_subclass__(cls, **_: Any) -> None:
        # The other lock may be derived from, as the real one.
        if cls.__base__ is Lock and cls.__module__ not in (__package__ + ".rlocks", __package__ + ".gates"):
            raise TypeError("type '_thread.lock' is not an acceptable base type")

    def __reduce_ex__(self, _: object) -> Any:
        raise TypeError(f"cannot pickle '_thread.{type(self).__name__}' object")

    def __repr__(self) -> str:
        word = "locked" if self.taken else "unlocked"
        return f"<{word} _thread.lock object at {id(self):#x}>"

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        limit = real.check_timeout(blocking, timeout)
        driver = state.ACTIVE
        if driver is None:
            return self._acquire_alone(blocking)
        return self._acquire(driver, driver.current, blocking and limit != 0, limit)

    def _acquire_alone(self, blocking: bool) -> bool:
        if self.taken and blocking:
            raise RuntimeError("a lock would block where there is one thread")
        taken, self.taken = self.taken, True
        return not taken

    def _acquire(self, driver: Driver, thread: Controlled, blocking: bool, limit: float | None) -> bool:
        visible = not driver.quiet and self.mode == TRACKED and not self.fresh
        if visible:
            driver.point(thread)
            driver.step(thread)
        if self.taken:
            if blocking and self.mode == SENTINEL and self.owner is thread:
                # A thread that takes its own, as a fresh `threading` does in each thread until 3.12.
                return True
            if not blocking:
                if visible:
                    self._tried(driver, thread, 0)
                    self.idle(driver, thread)
                return False
            if driver.observing:
                raise Blind
            if not self._wait(driver, thread, limit):
                return False
        self._take(driver, thread, limit is not None or not blocking)
        return True

    def number_made(self) -> int:
        """How many the line that made this one has made."""
        return 1 if self.created is None else _created[self.created] + 1

    def is_sentinel(self) -> bool:
        return self.mode == SENTINEL

    def idle(self, driver: Driver, thread: Controlled) -> None:
        """Looking at a lock again and again is a spin loop."""
        thread.idle_reads += 1
        if thread.idle_reads > kinds.IDLE_READS:
            driver.give_way(thread)

    def _wait(self, driver: Driver, thread: Controlled, limit: float | None) -> bool:
        deadline = kinds.FOREVER if limit is None else driver.now + limit
        frame = real.getframe(2)
        line = sites.line_of(frame)
        describe = waits.describe(self, frame, line)
        while self.taken:
            driver.trace.record(thread, kinds.PENDING, self.place, kinds.TIMED if limit is not None else 0)
            if self.mode == TRACKED:
                rows.lock(driver, thread, "waits", self, line)
            self.waiters.append(thread)
            driver.block(thread, describe, deadline, self, line)
            if thread.timed_out:
                thread.timed_out = False
                self._tried(driver, thread, 0)
                return False
            self.forget(thread)
            thread.waiting_for = None
        return True

    def _tried(self, driver: Driver, thread: Controlled, flags: int) -> None:
        driver.trace.saw_try = True
        driver.trace.record(thread, kinds.TRY, self.place, flags)
        if self.mode == TRACKED and driver.trace.rows is not None and not flags:
            rows.lock(driver, thread, "tries", self, sites.here())

    def _take(self, driver: Driver, thread: Controlled, tried: bool) -> None:
        self.taken = True
        self.owner = thread
        self.taken_at = sites.here() if self.mode == TRACKED else None
        if not self.private:
            # A wait that timed out leaves its private lock taken: a loop of them would fill the list.
            thread.held.append(self)
        thread.idle_reads = 0
        self.shut(driver)
        if driver.quiet or self.mode == SILENT:
            return
        if self.gates:
            # A student looks behind a queue: the moments inside of it count.
            driver.trace.saw_try = True
        if tried and not self.fresh:
            self._tried(driver, thread, kinds.TOOK)
        else:
            untracked = self.mode == SENTINEL or self.fresh
            flags = kinds.TOOK | (kinds.UNTRACKED if untracked else 0)
            driver.trace.record(thread, kinds.ACQUIRE, self.place, flags)
        if self.mode == TRACKED:
            rows.lock(driver, thread, "takes", self, self.taken_at)
            if driver.forks:
                forks.sensitive(driver, thread.tid)

    def release(self) -> None:
        driver = state.ACTIVE
        if not self.taken:
            raise RuntimeError("release unlocked lock")
        if driver is None:
            self.taken = False
            return
        self._release(driver, driver.current)

    def _release(self, driver: Driver, thread: Controlled) -> None:
        visible = not driver.quiet and self.mode == TRACKED
        if visible and driver.order.release_points and not self.fresh:
            driver.point(thread)
        self._free(driver, thread)
        if visible and driver.trace.rows is not None:
            rows.lock(driver, thread, "releases", self, sites.here())
        if thread.owes_turn and not any(lock.waiters for lock in thread.held):
            thread.owes_turn = False
            driver.give_way(thread)

    def _free(self, driver: Driver, thread: Controlled) -> None:
        owner, self.owner = self.owner, None
        self.taken = False
        if owner is not None and self in owner.held:
            owner.held.remove(self)
        if owner is not thread:
            self.fresh = False
            self.signal = self.signal or owner is not None
        thread.idle_reads = 0
        if not driver.quiet and self.mode != SILENT:
            untracked = self.mode == SENTINEL and thread is not owner
            driver.trace.record(thread, kinds.RELEASE, self.place, kinds.UNTRACKED if untracked else 0)
            if driver.forks and self.mode == TRACKED:
                forks.sensitive(driver, thread.tid)
            self.fresh = False
        for lock in (self, *self.gates):
            lock.open(driver)

    def open(self, driver: Driver) -> None:
        """Let those who wait look again."""
        for waiter in self.waiters:
            if waiter.state == kinds.BLOCKED:
                driver.wake(waiter)
                strict.progress(driver, driver.current)

    def shut(self, driver: Driver) -> None:
        """Those who were woken and have not run yet go on waiting."""
        for waiter in self.waiters:
            if waiter.state == kinds.RUNNABLE:
                driver.again(waiter)

    def end_of(self, thread: Controlled) -> None:
        """The thread whose end this lock stands for has ended."""
        if state.ACTIVE is not None and self.taken:
            self._free(state.ACTIVE, thread)

    def forget(self, thread: Controlled) -> None:
        if thread in self.waiters:
            self.waiters.remove(thread)

    def locked(self) -> bool:
        driver = state.ACTIVE
        if driver is not None and not driver.quiet and sites.called_by_student(1):
            thread = driver.current
            driver.point(thread)
            driver.step(thread)
            self._tried(driver, thread, 0)
            self.idle(driver, thread)
        return self.taken

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def _is_owned(self) -> bool:
        """Keeps `Condition` from finding out by trying."""
        return self.taken

    def _at_fork_reinit(self) -> None:
        owner, self.owner = self.owner, None
        self.taken = False
        if owner is not None and self in owner.held:
            owner.held.remove(self)
        self.waiters = []

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked


def allocate_lock() -> Lock:
    return Lock()
