"""Kinds of visible steps, by number, as they stand in the events of an answer."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

# A plain place: an attribute, a global, a closure variable, one element of a container.
READ: Final = 0
WRITE: Final = 1
# A container as such: reading or writing one element, looking at or changing the whole.
ELEMENT_READ: Final = 2
ELEMENT_WRITE: Final = 3
WHOLE_READ: Final = 4
WHOLE_WRITE: Final = 5
# A lock. A try is any acquire that can fail.
ACQUIRE: Final = 6
RELEASE: Final = 7
TRY: Final = 8
# A fork conflicts with every lock operation and every write of a process that forks.
FORK: Final = 9
FORK_SENSITIVE: Final = 10
# Facts about threads, for the clocks of the other side.
SPAWN: Final = 20
END: Final = 21
PENDING: Final = 23

# Flags of an event.
TOOK: Final = 1
TIMED: Final = 1
UNTRACKED: Final = 2
SAME_TICK: Final = 4

# What does not commute with what.
CONFLICTS: Final[dict[int, tuple[int, ...]]] = {
    READ: (WRITE,),
    WRITE: (READ, WRITE),
    ELEMENT_READ: (WHOLE_WRITE,),
    ELEMENT_WRITE: (WHOLE_READ, WHOLE_WRITE),
    WHOLE_READ: (ELEMENT_WRITE, WHOLE_WRITE),
    WHOLE_WRITE: (ELEMENT_READ, ELEMENT_WRITE, WHOLE_READ, WHOLE_WRITE),
    ACQUIRE: (ACQUIRE, TRY),
    RELEASE: (TRY,),
    TRY: (ACQUIRE, RELEASE, TRY),
    FORK: (FORK_SENSITIVE,),
    FORK_SENSITIVE: (FORK,),
    PENDING: (),
}
WRITES: Final = frozenset((WRITE, ELEMENT_WRITE, WHOLE_WRITE))

FOREVER: Final = float("inf")

# States of a thread.
RESERVED: Final = 0  # the scenario will start it later
RUNNABLE: Final = 1
BLOCKED: Final = 2
ENDED: Final = 3
VANISHED: Final = 4  # it lives in the process that forked this one
LEAVING: Final = 5  # the main thread, at the end of its program, until the other threads have ended

# Why somebody else may run.
STEP: Final = 0
YIELD: Final = 1
BLOCK: Final = 2

# The other side refuses more.
MOST_THREADS: Final = 128

# Waits longer than a month never end by themselves.
NEVER: Final = 30 * 86400.0
# So many looks without a change in between are a wait.
IDLE_READS: Final = 60
IDLE_TURNS: Final = 600
# So many steps in a row, and somebody else gets a turn.
LONGEST_STREAK: Final = 4000
