"""What threads wait for, in words: deadlocks and endless loops."""

from __future__ import annotations

from names import plain_text

from . import early, kinds, sites

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

LONGEST_WANTED = 70
# By name: the locks that have been told of.
_told: dict[str, list[Lock]] = {}
JOIN = "join of "
_LIBRARY = frozenset(("threading", "queue", "_queue", "concurrent.futures._base", "multiprocessing.dummy"))


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

    def words() -> tuple[str, Line | None, object]:
        name = sites.USED.get(line, "") if line is not None else ""
        if subject is None:
            return lock_words(lock, name), line, None
        kind = type(subject).__name__
        if method == "join" and type(getattr(subject, "_name", None)) is str:
            return f"{JOIN}{subject._name}", line, None
        return f"{kind} {name or _made_as(subject)}".rstrip(), line, subject

    return words


def sleeping(line: Line | None) -> Wait:
    return lambda: ("sleep", line, None)


def lock_words(lock: Lock, name: str = "") -> str:
    kind = type(lock).__name__
    kind = "RLock" if kind == "RLock" else "Lock"
    return f"{kind} {lock_name(lock) or name}".rstrip()


def lock_name(lock: Lock) -> str:
    """What the line that made the lock calls it."""
    names = sites.CREATED.get(lock.created, []) if lock.created is not None else []
    if not names:
        return ""
    name = names[lock.number % len(names)]
    # Where a line made several of one name, as for each account its own, their numbers tell them apart.
    if lock.number_made() <= len(names):
        return name
    # Numbered as they are told: how many were made before it may differ where a program looks at addresses.
    told = _told.setdefault(name, [])
    if lock not in told:
        told.append(lock)
    return f"{name} #{told.index(lock) + 1}"


def _made_as(subject: Any) -> str:
    """The name of a thing of the library, by the lock inside it."""
    for _ in range(3):
        attributes = vars(subject) if type(subject).__module__ in _LIBRARY else {}
        inner = [attributes[name] for name in ("_lock", "_cond", "mutex", "_condition") if name in attributes]
        if not inner:
            return ""
        subject = inner[0]
        if hasattr(subject, "taken_at"):
            return lock_name(subject)
    return ""


def deadlock(driver: Driver, stuck: list[Controlled]) -> Failure:
    """Nobody of these can ever go on."""
    waits = []
    for thread in stuck:
        wanted, line, subject = thread.waits() if thread.waits is not None else ("", None, None)
        if thread.tid == 0 and line is None and len(stuck) > 1:
            # We wait for the scenario's threads to end: that is no part of the student's story.
            continue
        signal = early.missed(driver, thread, subject)
        holder = line_taken = None
        ended = False
        lock = thread.waiting_for
        if lock is not None:
            holder, line_taken = _holder(driver, thread, lock)
            ended = holder is not None and driver.threads[holder].state in (kinds.ENDED, kinds.VANISHED)
        waits.append(
            {
                "thread": thread.tid,
                "wanted": plain_text(wanted, LONGEST_WANTED),
                "at": sites.relative(line, sites.ROOT),
                "holder": holder,
                "taken_at": sites.relative(line_taken, sites.ROOT),
                "holder_ended": ended,
                "missed": sites.relative(None if signal is None else signal.line, sites.ROOT),
                "cleared": sites.relative(None if signal is None else signal.cleared_at, sites.ROOT),
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
