"""What the first process does to the others: ending every one that a question left behind."""

from __future__ import annotations

import time
from posix import getpid, kill, listdir, readlink, waitpid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SIGKILL = 9
ROUNDS = 400
PAUSE = 0.001
# Gone, or a zombie; running, waiting for a disk, or stopped by the observer for a moment.
DEAD = ("", "Z", "X")
BUSY = frozenset("RDt")

_sleep = time.sleep


def has_proc() -> bool:
    """Whether /proc shows this process's own pid namespace."""
    try:
        return readlink("/proc/self") == str(getpid())
    except OSError:
        return False


def sweep(spare: int | None, proc: bool, reap: Callable[[], None]) -> tuple[bool, int]:
    """Kills the session's processes but this one and `spare`: whether none is left, and how many were met.

    As pid 1 of a namespace with nothing to spare, one call of `kill` reaches all at once; no fork escapes it.
    Otherwise the processes are listed until none is left. Without being pid 1 only descendants may be
    touched: the list may be that of the whole machine.
    """
    if getpid() == 1 and spare is None:
        return True, _kill_all()
    if not proc:
        return False, 0
    met: set[int] = set()
    for _ in range(ROUNDS):
        living = [pid for pid in _listed(spare) if not _is_dead(pid)]
        if not living:
            reap()
            return True, len(met)
        for pid in living:
            met.add(pid)
            kill_quietly(pid)
        _sleep(PAUSE)
        reap()
    return False, len(met)


def states(spare: int | None) -> list[str]:
    """What the session's living processes but this one and `spare` do, a letter of /proc for each."""
    found = [_state(pid) for pid in _listed(spare)]
    return [state for state in found if state not in DEAD]


def kill_quietly(pid: int) -> None:
    """Kills one process if it still exists."""
    try:
        kill(pid, SIGKILL)
    except OSError:
        return


def _kill_all() -> int:
    try:
        kill(-1, SIGKILL)
    except OSError:  # nobody is there
        return 0
    count = 0
    while True:
        try:
            waitpid(-1, 0)
        except OSError:
            return count
        count += 1


def _listed(spare: int | None) -> list[int]:
    own = getpid()
    pids = [int(name) for name in listdir("/proc") if name.isdigit()] if own == 1 else _descendants(own)
    return [pid for pid in pids if pid not in (own, spare)]


def _descendants(root: int) -> list[int]:
    found = [root]
    for pid in found:  # grows while it is walked
        try:
            tasks = listdir(f"/proc/{pid}/task")
        except OSError:
            continue
        for task in tasks:
            found += [int(child) for child in _read(f"/proc/{pid}/task/{task}/children").split()]
    return found[1:]


def _is_dead(pid: int) -> bool:
    """Whether it is gone or a zombie: the state is the first field after the name in parentheses."""
    return _state(pid) in DEAD


def _state(pid: int) -> str:
    state = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return state[0] if state else ""


def _read(path: str) -> str:
    try:
        with open(path, encoding="latin-1") as file:
            return file.read()
    except OSError:
        return ""
