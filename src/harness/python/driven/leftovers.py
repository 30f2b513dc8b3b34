"""What an operation leaves behind when it returns: threads that go on, locks that stay taken."""

from __future__ import annotations

from names import plain_text

from . import kinds, locks, sites, waits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .driver import Driver, Failure
    from .locks import Lock
    from .threads import Controlled

    # By thread and address: the lock, kept alive so that the address stays its own, and its depth.
    Held = dict[tuple[int, int], tuple[Lock, int]]


class Look:
    """Made before an operation; afterwards it says what is left of it."""

    def __init__(self, driver: Driver, *, threads: bool, locks: bool) -> None:
        self._driver = driver
        self._threads = threads
        self._locks = locks
        self._held: Held = {}
        self._began = 0

    def before(self, began: int) -> None:
        self._began = began
        if self._locks:
            everybody = self._driver.threads
            self._held = {(t.tid, id(lock)): (lock, _depth(lock)) for t in everybody for lock in t.held}

    def after(self, operation: tuple[str, int, int], own_threads: int) -> Failure | None:
        """What is left, if anything is; the threads of the scenario itself are not."""
        left = _threads_left(self._driver, own_threads) if self._threads else []
        held = self._locks_held() if self._locks else []
        self._held = {}
        if not left and not held:
            return None
        return {"kind": "left", "op": operation, "threads": left, "locks": held}

    def _locks_held(self) -> list[dict[str, Any]]:
        """Of the caller, who goes on, and of threads that have ended: others may release theirs yet."""
        driver = self._driver
        gone = [t for t in driver.threads if t is driver.current or t.state == kinds.ENDED]
        return [_held_lock(t, lock) for t in gone for lock in t.held if self._is_left(t, lock)]

    def _is_left(self, thread: Controlled, lock: Lock) -> bool:
        # A lock that one thread takes and another releases is a signal. One that the operation made for
        # itself may be one too, and keeps nobody out who does not know of it.
        if lock.mode != locks.TRACKED or lock.private or lock.signal or lock.made >= self._began:
            return False
        known = self._held.get((thread.tid, id(lock)))
        return known is None or _depth(lock) > known[1]


def _depth(lock: Lock) -> int:
    return getattr(lock, "count", 1)


def _held_lock(thread: Controlled, lock: Lock) -> dict[str, Any]:
    line = lock.taken_at
    name = waits.lock_words(lock, sites.USED.get(line, "") if line is not None else "")
    return {
        "thread": thread.tid,
        "lock": plain_text(name, waits.LONGEST_WANTED),
        "taken_at": sites.relative(line, sites.ROOT),
        "ended": thread.state == kinds.ENDED,
    }


def _threads_left(driver: Driver, own_threads: int) -> list[dict[str, Any]]:
    """Looking at a thread is a visible step: the search tries the moment before its end as well."""
    left = []
    for thread in driver.threads[own_threads + 1 :]:
        if thread.left_over:
            continue
        if thread.sentinel is not None:
            driver.trace.record(driver.current, kinds.TRY, thread.sentinel.place)
        if thread.state in (kinds.RUNNABLE, kinds.BLOCKED):
            left.append(_left_thread(thread))
    return left


def _left_thread(thread: Controlled) -> dict[str, Any]:
    wanted, line, _ = thread.waits() if thread.waits is not None else ("", None, None)
    return {
        "thread": thread.tid,
        "started_at": sites.relative(thread.started_at, sites.ROOT),
        "wanted": plain_text(wanted, waits.LONGEST_WANTED),
        "at": sites.relative(line, sites.ROOT),
    }
