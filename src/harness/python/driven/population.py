"""The threads of a schedule: which can run, which wait for how long, and the time that ends their waits."""

from __future__ import annotations

from . import kinds
from .threads import Controlled


class Population:
    """Threads by number; 0 runs the import and the scenario, the scenario's own threads come next."""

    def __init__(self, reserved: int) -> None:
        self.now = 0.0
        main = Controlled(0, -1, "main", daemon=False)
        main.born = 0
        self.threads: list[Controlled] = [main]
        for tid in range(1, reserved + 1):
            place_holder = Controlled(tid, 0, f"thread {tid}", daemon=False)
            place_holder.state = kinds.RESERVED
            self.threads.append(place_holder)
        self.current = main
        self.enabled = main.bit
        # Threads that wait with a time limit: a plan may let it pass at any moment.
        self.timed = 0
        self.live = 1

    def time_passes(self) -> None:
        """Called when waits end because of the time."""

    def wake(self, thread: Controlled) -> None:
        thread.state = kinds.RUNNABLE
        self.enabled |= thread.bit
        self.timed &= ~thread.bit

    def again(self, thread: Controlled) -> None:
        """What it was woken for has been taken by another."""
        thread.state = kinds.BLOCKED
        self.enabled &= ~thread.bit
        if thread.deadline < kinds.FOREVER:
            self.timed |= thread.bit

    def advance(self) -> bool:
        """Let time pass until somebody's wait is over."""
        deadline = min((t.deadline for t in self.threads if self.timed & t.bit), default=kinds.FOREVER)
        if deadline == kinds.FOREVER:
            return False
        self.expire(deadline)
        return True

    def expire(self, deadline: float) -> None:
        self.time_passes()
        self.now = max(self.now, deadline)
        for thread in self.threads:
            if self.timed & thread.bit and thread.deadline <= self.now:
                thread.timed_out = True
                thread.deadline = kinds.FOREVER
                if thread.waiting_for is not None:
                    thread.waiting_for.forget(thread)
                    thread.waiting_for = None
                self.wake(thread)
