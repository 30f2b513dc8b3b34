"""What one schedule is asked to be: the plan, the sleep set, the grain, or a seed instead of a plan."""

from __future__ import annotations

from . import kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    # What a sleeping thread would do next: kind, serial of the place (-1: not known before), its name.
    Step = tuple[int, int, str]

# All that a question says of a schedule.
ORDER_KEYS = ("plan", "sleep", "grain", "release_points", "random", "verbose")

_MULTIPLIER = 6364136223846793005
_INCREMENT = 1442695040888963407
_MASK = (1 << 64) - 1


def members(mask: int) -> list[int]:
    return [tid for tid in range(mask.bit_length()) if mask >> tid & 1]


def round_robin(tid: int, enabled: int, count: int) -> int:
    """The next after `tid` that can run."""
    for distance in range(1, count + 1):
        candidate = (tid + distance) % count
        if enabled >> candidate & 1:
            return candidate
    raise AssertionError("nobody can run")


class Numbers:
    """Random numbers that are the same in every version of Python."""

    def __init__(self, seed: int) -> None:
        self._state = (seed * 2654435761 + 88172645463325252) & _MASK
        for _ in range(4):
            self.below(2)

    def below(self, limit: int) -> int:
        self._state = (self._state * _MULTIPLIER + _INCREMENT) & _MASK
        return (self._state >> 33) % limit


class Priorities:
    """Random priorities; at `depth - 1` places the running thread loses its own (Burckhardt et al., PCT)."""

    def __init__(self, seed: int, depth: int, length: int) -> None:
        self._numbers = Numbers(seed)
        self._depth = depth
        self._of: dict[int, int] = {}
        self._lowest = 0
        self._changes: dict[int, int] = {}
        for rank in range(1, depth):
            self._changes[self._numbers.below(max(length, depth))] = rank

    def choose(self, decision: int, running: int, enabled: int, cause: int, sleepers: int) -> int:
        everybody = enabled | sleepers
        for tid in range(everybody.bit_length()):
            if tid not in self._of:
                self._of[tid] = self._depth + 1 + self._numbers.below(1 << 30)
        if cause == kinds.YIELD:
            self.yielded(running)
        change = self._changes.get(decision)
        if change is not None:
            if sleepers and self._numbers.below(2):
                late = members(sleepers)
                return late[self._numbers.below(len(late))]
            if enabled >> running & 1:
                self._of[running] = change
        return max(members(enabled), key=lambda tid: self._of[tid])

    def yielded(self, tid: int) -> None:
        self._lowest -= 1
        self._of[tid] = self._lowest


class Order:
    """One schedule. Without `priorities` the plan decides, and the default where the plan is silent."""

    def __init__(self, plan: dict[int, int]) -> None:
        self.plan = plan
        self.sleep_from = -1
        self.sleep: dict[int, list[Step]] | None = None
        self.fine = False
        self.release_points = False
        self.verbose = False
        self.priorities: Priorities | None = None

    @classmethod
    def read(cls, question: Mapping[str, Any]) -> Order:
        order = cls({})
        order.fine = question.get("grain") == "fine"
        order.release_points = bool(question.get("release_points")) or order.fine
        order.complete(question)
        return order

    def complete(self, question: Mapping[str, Any]) -> None:
        """Takes what is not needed before the scenario begins."""
        self.plan = {int(decision): int(tid) for decision, tid in question["plan"]}
        self.verbose = bool(question.get("verbose"))
        sleep = question.get("sleep")
        if sleep is not None:
            self.sleep_from = int(sleep["at"])
            self.sleep = {
                int(tid): [(int(kind), int(serial), str(name)) for kind, serial, name in steps]
                for tid, steps in sleep["set"]
            }
        random = question.get("random")
        if random is not None:
            self.priorities = Priorities(int(random["seed"]), int(random["depth"]), int(random["length"]))
