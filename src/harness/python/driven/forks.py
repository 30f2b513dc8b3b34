"""`os.fork` inside a schedule: what of it is visible, and how the copy goes on with its one thread."""

from __future__ import annotations

import os
from posix import WNOHANG, _exit, close, pipe, read, register_at_fork, wait4, waitpid, write
from select import POLLIN
from select import poll as make_poll

import wire

from . import driver as state
from . import kinds, real, rows
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from .driver import Driver

    Handler = Callable[[], object] | None

# A copy that ends with this status has said why.
FAILED = 86
# For copies that are not waited for, and polls for their end: real time, in milliseconds.
PATIENCE = 1000
POLLS = 200
# So often others go first before a wait for a process is a real one.
_TURNS = 50
# 3.9 and 3.10 set memory aside for a function when it is called for the 1024th time.
_OLD = 1100


class Reports:
    """One pipe for the failures of all copies of this process."""

    def __init__(self) -> None:
        self.source, self.sink = pipe()
        os.set_blocking(self.source, False)

    def take(self) -> dict[str, Any] | None:
        """The first failure that was reported, if any."""
        try:
            text = read(self.source, 1 << 16)
        except OSError:
            return None
        return None if not text else wire.decode(text.partition(b"\n")[0].decode("ascii"))


_place = Place("fork")
# What modules of the library do around a fork.
_befores: list[Callable[[], object]] = []
_in_copies: list[Callable[[], object]] = []
_in_originals: list[Callable[[], object]] = []
_reports: Reports | None = None


def happened() -> bool:
    """Whether there may be other processes that act in real time."""
    return _reports is not None


def install() -> None:
    """Registered before anything else: runs last before a fork, and first in the copy.

    What the library's modules register until `collect_no_more` is called here, and only for the forks of a
    student: a schedule's own process, forked from one that has one thread, needs none of it, pays for all of
    it, and would draw its random numbers from a seed of its own.
    """
    register_at_fork(before=_before, after_in_child=_in_copy, after_in_parent=_in_original)
    os.register_at_fork = _collect
    for name, function in (("waitpid", _waitpid), ("wait", _wait), ("wait3", _wait3), ("wait4", _wait4)):
        replacement = _waiting(function)
        replacement.__name__ = replacement.__qualname__ = name
        setattr(os, name, replacement)


def collect_no_more() -> None:
    """A student's own handlers are registered with the interpreter."""
    os.register_at_fork = register_at_fork


def grow_old() -> None:
    """Runs what runs around every fork so often that the interpreter has made all that it makes for it."""
    for _ in range(_OLD):
        _before()
        _in_original()


def _collect(
    *, before: Handler = None, after_in_child: Handler = None, after_in_parent: Handler = None
) -> None:
    if before is not None:
        _befores.append(before)
    if after_in_child is not None:
        _in_copies.append(after_in_child)
    if after_in_parent is not None:
        _in_originals.append(after_in_parent)


def sensitive(driver: Driver, tid: int) -> None:
    """A lock operation or a write, which does not commute with a fork."""
    driver.trace.also(tid, kinds.FORK_SENSITIVE, _place)


def _before() -> None:
    driver = state.ACTIVE
    if driver is None:
        return
    for handler in reversed(_befores):
        handler()
    global _reports
    if _reports is None:
        _reports = Reports()
    if driver.quiet or driver.in_fork:
        return
    thread = driver.current
    driver.point(thread)
    driver.trace.record(thread, kinds.FORK, _place)
    if driver.trace.rows is not None:
        rows.other(driver, thread, "forks", "")


def _in_original() -> None:
    if state.ACTIVE is not None:
        for handler in _in_originals:
            handler()


def _in_copy() -> None:
    driver = state.ACTIVE
    if driver is None:
        return
    _vanish(driver)
    for handler in _in_copies:
        handler()


def _vanish(driver: Driver) -> None:
    """The copy has one thread."""
    survivor = driver.current
    driver.in_fork = True
    driver.exploring = driver.trace.active = False
    driver.observe = None
    gone = (kinds.RUNNABLE, kinds.BLOCKED, kinds.RESERVED, kinds.LEAVING)
    for thread in driver.threads:
        if thread is not survivor and thread.state in gone:
            thread.state = kinds.VANISHED
            thread.deadline = kinds.FOREVER
    survivor.daemon = survivor.left_over = False
    driver.enabled = survivor.bit
    driver.timed = 0
    driver.live = 1


def leave(driver: Driver, raised: BaseException | None, exc: object) -> NoReturn:
    """The copy came to the end of the piece of the scenario in which it was made."""
    if raised is None:
        _exit(0)
    if isinstance(raised, SystemExit):
        code = raised.code
        _exit(code & 0xFF if isinstance(code, int) else int(code is not None))
    report({"kind": "thread-died", "thread": driver.current.tid, "exc": exc})


def report(failure: dict[str, Any] | None) -> NoReturn:
    """In the copy: say how it ended, and end."""
    if failure is None:
        _exit(0)
    if _reports is not None:
        write(_reports.sink, (wire.encode({**failure, "in_copy": True}) + "\n").encode("ascii"))
    _exit(FAILED)


def settle(driver: Driver) -> dict[str, Any] | None:
    """At the end: the failure of a copy that nobody waited for. Copies that go on are not waited for long."""
    if _reports is None or driver.in_fork:
        return None
    close(_reports.sink)
    poll = make_poll()
    poll.register(_reports.source, POLLIN)
    return _reports.take() if poll.poll(PATIENCE) else None


def _waiting(wait: Callable[..., Any]) -> Callable[..., Any]:
    def waiting(*args: Any) -> Any:
        driver = state.ACTIVE
        if driver is None or driver.in_fork:
            return wait(*args)
        thread = driver.current
        for _ in range(_TURNS):
            if not driver.enabled & (driver.enabled - 1):
                break
            driver.step(thread)
            driver.give_way(thread)
        result = wait(*args)
        failure = None if _reports is None else _reports.take()
        if failure is not None:
            driver.finish("failed", failure)
        return result

    return waiting


def _patiently(pid: int, options: int, wait: Callable[[int, int], Any]) -> Any:
    """A poll for the end of a process gives it real time to end."""
    result = wait(pid, options)
    for _ in range(POLLS if options & WNOHANG else 0):
        if result[0]:
            break
        real.sleep(PATIENCE / POLLS / 1000)
        result = wait(pid, options)
    return result


def _waitpid(pid: int, options: int) -> Any:
    return _patiently(pid, options, waitpid)


def _wait() -> Any:
    return waitpid(-1, 0)


def _wait3(options: int) -> Any:
    return _patiently(-1, options, wait4)


def _wait4(pid: int, options: int) -> Any:
    return _patiently(pid, options, wait4)
