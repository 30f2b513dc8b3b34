"""What threads wait for, in words: deadlocks and endless loops."""

from __future__ import annotations

from . import kinds, sites

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .driver import Driver, Failure, Wait
    from .locks import Lock
    from .threads import Controlled, Line

# Methods of the library that wait on a lock of their own.
_WAITING = frozenset(
    (
        "wait",
        "wait_for",
        "get",
        "put",
        "join",
        "acquire",
        "result",
        "exception",
        "shutdown",
        "__enter__",
        "__exit__",
    )
)


def describe(lock: Lock, frame: FrameType, line: Line | None) -> Wait:
    """How to say later what is waited for; the library's outermost call says it best."""
    subject: Any = None
    method = ""
    above: FrameType | None = frame
    while above is not None and above.f_code.co_filename not in sites.FILES:
        if above.f_code.co_name in _WAITING:
            candidate = above.f_locals.get("self")
            if candidate is not None and candidate is not lock:
                subject, method = candidate, above.f_code.co_name
        above = above.f_back

    def words() -> tuple[str, Line | None]:
        name = sites.USED.get(line, "") if line is not None else ""
        if subject is None:
            return lock_words(lock, name), line
        kind = type(subject).__name__
        if method == "join" and isinstance(getattr(subject, "_name", None), str):
            return f"join of {subject._name}", line
        return f"{kind} {name}".rstrip(), line

    return words


def sleeping(line: Line | None) -> Wait:
    return lambda: ("sleep", line)


def lock_words(lock: Lock, name: str = "") -> str:
    kind = type(lock).__name__
    kind = "RLock" if kind == "RLock" else "Lock"
    return f"{kind} {lock_name(lock) or name}".rstrip()


def lock_name(lock: Lock) -> str:
    return sites.CREATED.get(lock.created, "") if lock.created is not None else ""


def deadlock(driver: Driver, stuck: list[Controlled]) -> Failure:
    """Nobody of these can ever go on."""
    waits = []
    for thread in stuck:
        wanted, line = thread.waits() if thread.waits is not None else ("", None)
        holder = line_taken = None
        ended = False
        lock = thread.waiting_for
        if lock is not None:
            holder, line_taken = _holder(driver, thread, lock)
            ended = holder is not None and driver.threads[holder].state in (kinds.ENDED, kinds.VANISHED)
        waits.append(
            {
                "thread": thread.tid,
                "wanted": wanted,
                "at": sites.relative(line, sites.ROOT),
                "holder": holder,
                "taken_at": sites.relative(line_taken, sites.ROOT),
                "holder_ended": ended,
            }
        )
    return {"kind": "deadlock", "waits": waits}


def _holder(driver: Driver, thread: Controlled, lock: Lock) -> tuple[int | None, Line | None]:
    """Who must act; the private lock of a `Condition.wait` is held by its waiter, which says nothing."""
    owner = lock.owner
    if owner is None or (owner is thread and lock.private):
        return None, None
    return owner.tid, None if lock.is_sentinel() else lock.taken_at


def cycle(driver: Driver) -> list[Controlled]:
    """Threads that wait for one another's locks for ever, while timers keep others going."""
    for start in driver.threads:
        seen: list[Controlled] = []
        thread: Controlled | None = start
        while thread is not None and _waits_for_ever(thread):
            if thread in seen:
                return seen[seen.index(thread) :]
            seen.append(thread)
            lock = thread.waiting_for
            thread = lock.owner if lock is not None and not lock.private else None
    return []


def _waits_for_ever(thread: Controlled) -> bool:
    return thread.state == kinds.BLOCKED and thread.deadline == kinds.FOREVER


def spin(thread: Controlled) -> Failure:
    """The thread goes on without getting anywhere."""
    line = sites.here()
    return {"kind": "spin", "thread": thread.tid, "at": sites.relative(line, sites.ROOT)}
