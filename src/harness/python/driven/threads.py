"""One record per controlled thread, and one per place that threads can share."""

from __future__ import annotations

from . import kinds
from .real import allocate_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .locks import Lock

    # A line of the student's code: file as compiled, line.
    Line = tuple[str, int]


class Place:
    """Something that two threads can access: its serial number is given at the first recorded access."""

    __slots__ = ("name", "serial")

    def __init__(self, name: str) -> None:
        self.name = name
        self.serial = -1


class Controlled:
    """A thread that runs only while it holds the token."""

    __slots__ = (
        "baton",
        "bit",
        "born",
        "calls",
        "daemon",
        "deadline",
        "ended_at",
        "fruitless",
        "held",
        "idle_reads",
        "idle_since",
        "last_event",
        "last_place",
        "last_site",
        "left_over",
        "owes_turn",
        "parent",
        "same_reads",
        "sentinel",
        "spins",
        "stares",
        "started_at",
        "state",
        "streak",
        "thread",
        "tid",
        "timed_out",
        "title",
        "turns",
        "variables",
        "waiting_for",
        "waits",
    )

    def __init__(self, tid: int, parent: int, title: str, *, daemon: bool) -> None:
        self.tid = tid
        self.bit = 1 << tid
        self.parent = parent
        self.title = title
        self.daemon = daemon
        self.state = kinds.RUNNABLE
        # Started by the import of the submission: its fate is nobody's concern.
        self.left_over = False
        # Taken: the thread waits on it until somebody hands over the token.
        self.baton: Any = allocate_lock()
        self.baton.acquire()
        # The `threading.Thread`, when there is one.
        self.thread: Any = None
        # The line that started it.
        self.started_at: Line | None = None
        # What `join` waits for.
        self.sentinel: Lock | None = None
        self.held: list[Lock] = []
        self.waiting_for: Lock | None = None
        # Describes the wait when it turns out to be a deadlock.
        self.waits: Callable[[], tuple[str, Line | None, object]] | None = None
        self.deadline = kinds.FOREVER
        self.timed_out = False
        # A fresh thread has run no step: nothing is known about its habits.
        self.last_site = -1
        self.last_place: Place | None = None
        self.last_event = -5
        self.same_reads = 0
        self.idle_reads = 0
        # Of loops, since it last changed something.
        self.turns = 0
        self.variables: dict[str, Any] | None = None
        self.streak = 0
        # Steps since it last changed something or waited; when that was; looks at the clock since it waited.
        self.fruitless = self.stares = 0
        self.idle_since = 0.0
        # It has waited in a loop that only looks around.
        self.spins = False
        # It should have let others run, but held what they wait for.
        self.owes_turn = False
        # For the questions about calls of a watched function.
        self.calls = 0
        self.born = -1
        self.ended_at = -1
