"""A best-first search with source sets and sleep sets over a driven scenario: a testing tool, not the grader's."""

from __future__ import annotations

import heapq
from typing import Any, Callable

from driving import Driven, Message

CONFLICTS = {
    0: (1,),
    1: (0, 1),
    2: (5,),
    3: (4, 5),
    4: (3, 5),
    5: (2, 3, 4, 5),
    6: (6, 8),
    7: (8,),
    8: (6, 7, 8),
    9: (10,),
    10: (9,),
}


def failing(answer: Message) -> Any:
    """Why a schedule of a self-checking program failed, or None."""
    if answer["end"] == "none":
        return {"kind": "broken", "ended": answer["ended"]}
    if answer.get("import"):
        return {"kind": "import", "exc": answer["import"]}
    if answer.get("missing"):
        return {"kind": "missing", "names": answer["missing"]}
    if answer["failure"] is not None:
        return answer["failure"]
    for result in answer["results"]:
        if "raised" in result["end"]:
            return {"kind": "raised", "part": result["part"], "exc": result["end"]["raised"]}
    return None


def join(clock: list[int], other: Any) -> None:
    if len(clock) < len(other):
        clock.extend([0] * (len(other) - len(clock)))
    for index, value in enumerate(other):
        if value > clock[index]:
            clock[index] = value


class Clocks:
    """Dependency clocks of one trace, and its reversible races."""

    def __init__(self, answer: Message) -> None:
        self.clocks: dict[int, list[int]] = {0: [0]}
        self.events: list[tuple[int, int, tuple[int, ...]]] = []
        self.races: list[tuple[int, int, int, int]] = []
        self._last: dict[tuple[int, int], dict[int, tuple[int, int, int]]] = {}
        self._joined: dict[tuple[int, int], list[int]] = {}
        self._released: dict[int, list[int]] = {}
        for event in answer["events"]:
            self._add(*event)

    def _clock(self, tid: int) -> list[int]:
        clock = self.clocks.setdefault(tid, [])
        if len(clock) <= tid:
            clock.extend([0] * (tid + 1 - len(clock)))
        return clock

    def _add(self, tid: int, kind: int, place: int, decision: int, flags: int) -> None:
        clock = self._clock(tid)
        if kind == 20:
            clock[tid] += 1
            self.events.append((tid, clock[tid], tuple(clock)))
            self.clocks[place] = list(clock)
            return
        if kind == 21:
            return
        if kind == 23:
            self._races(tid, 8 if flags & 1 else 6, place, clock)
            return
        if not flags & 4:
            clock[tid] += 1
        tick = clock[tid]
        if not flags & 2:
            self._races(tid, kind, place, clock)
            for other in CONFLICTS[kind]:
                join(clock, self._joined.get((place, other), []))
        if kind in (6, 8) and flags & 1:
            join(clock, self._released.get(place, []))
        clock[tid] = tick
        if not flags & 2:
            self._last.setdefault((place, kind), {})[tid] = (tick, decision, len(self.events))
            join(self._joined.setdefault((place, kind), []), clock)
        self.events.append((tid, tick, tuple(clock)))
        if kind == 7:
            self._released[place] = list(clock)

    def _races(self, tid: int, kind: int, place: int, clock: list[int]) -> None:
        for other_kind in CONFLICTS[kind]:
            for other, (tick, decision, index) in self._last.get((place, other_kind), {}).items():
                known = clock[other] if other < len(clock) else 0
                if other != tid and tick > known and decision >= 0:
                    self.races.append((index, decision, tid, len(self.events)))


def initials(events: list[tuple[int, int, tuple[int, ...]]], first: int, tid: int, second: int) -> set[int]:
    """Threads that can begin what lies between two racing events and does not depend on the first."""
    holder, tick, _ = events[first]
    found: set[int] = set()
    seen: set[int] = set()
    independent: list[tuple[int, int]] = []

    def begins(clock: tuple[int, ...]) -> bool:
        return not any(other < len(clock) and clock[other] >= t for other, t in independent)

    for index in range(first + 1, second):
        other, number, clock = events[index]
        if holder < len(clock) and clock[holder] >= tick:
            continue
        if other not in seen:
            seen.add(other)
            if begins(clock):
                found.add(other)
        independent.append((other, number))
    if tid not in seen:
        clock = events[second][2] if second < len(events) and events[second][0] == tid else ()
        if begins(clock):
            found.add(tid)
    return found


class Search:
    """Runs schedules until one fails, the budget is spent, or nothing is left."""

    def __init__(self, session: Driven, budget: int = 300) -> None:
        self.session = session
        self.budget = budget
        self.runs = 0
        self.pruned = 0
        self.exhausted = False
        self.failure: Any = None
        self.plan: dict[int, int] = {}
        self.first = 0
        self.release_points = False
        self.answer: Message = {}

    def run(self, plan: dict[int, int], **parts: Any) -> Message:
        self.runs += 1
        answer = self.session.schedule(plan, release_points=self.release_points, **parts)
        failure = failing(answer)
        if failure is not None and self.failure is None:
            self.failure, self.first, self.answer = failure, self.runs, answer
            self.plan = full_plan(answer) if "decisions" in answer else plan
        return answer

    def check(self, sweep: int = 150, random: int = 30) -> None:
        """The whole pipeline: systematic, then one delay at the finest grain, then random."""
        self.systematic()
        if self.failure is None:
            self.sweep(sweep)
        if self.failure is None and not self.exhausted:
            self.random(random)

    def random(self, runs: int) -> None:
        length = len(self.run({}).get("decisions", ()))
        for seed in range(runs):
            if self.failure is not None:
                return
            self.run({}, random={"seed": seed, "depth": 3, "length": length})

    def sweep(self, runs: int) -> None:
        """Every schedule with one delay, at the finest grain."""
        stop = self.runs + runs
        answer = self.run({}, grain="fine")
        for index, (chosen, enabled, _, _, yielded, sleepers) in enumerate(answer.get("decisions", ())):
            for tid in range((enabled | sleepers).bit_length()):
                if tid in (chosen, yielded) or not (enabled | sleepers) >> tid & 1:
                    continue
                if self.failure is not None or self.runs >= stop:
                    return
                self.run({index: tid}, grain="fine")

    def systematic(self) -> None:
        heap: list[Any] = [(0, 0, {}, -1, -1, None, None)]
        backtrack: dict[Any, set[int]] = {}
        asleep: dict[Any, Any] = {}
        explored: dict[Any, dict[int, Any]] = {}
        order = 0
        while heap:
            if self.runs >= self.budget:
                return
            _, _, plan, at, tid, node, sleep = heapq.heappop(heap)
            question = None
            if node is not None:
                if sleep and tid in sleep:
                    continue
                chosen_before = {u: e for u, e in explored[node].items() if u != tid and e is not None}
                sleeping = {**(sleep or {}), **chosen_before}
                question = {"at": at, "set": [[u, e] for u, e in sleeping.items()]}
            answer = self.run(plan, sleep=question)
            if self.failure is not None:
                return
            if answer["saw_try"] and not self.release_points:
                self.release_points = True
                heap, backtrack, explored = [(0, 0, {}, -1, -1, None, None)], {}, {}
                continue
            self.pruned += answer["end"] == "pruned"
            decisions, sleeps = answer["decisions"], self._sleep_sets(answer, question)
            steps = transitions(answer)
            deviations = sorted(full_plan(answer).items())
            if node is not None and at < len(decisions) and decisions[at][0] == tid:
                explored[node][tid] = steps[at]
            clocks = Clocks(answer)
            for first, decision, racer, second in clocks.races:
                chosen, enabled, _, default, yielded, sleepers = decisions[decision]
                able = enabled | sleepers
                here = (tuple(pair for pair in deviations if pair[0] < decision), decision)
                explored.setdefault(here, {}).setdefault(chosen, steps[decision])
                if here not in backtrack:
                    backtrack[here] = {chosen}
                    asleep[here] = sleeps[decision] if decision >= at else None
                start = initials(clocks.events, first, racer, second)
                if start & backtrack[here] or chosen in start:
                    continue
                candidates = [u for u in sorted(start) if able >> u & 1]
                if racer in candidates:
                    candidates = [racer]
                elif candidates:
                    candidates = candidates[:1]
                else:
                    candidates = [u for u in range(enabled.bit_length()) if enabled >> u & 1]
                for u in candidates:
                    if u == yielded or u in backtrack[here] or u in (asleep[here] or {}):
                        continue
                    backtrack[here].add(u)
                    new = {**dict(here[0]), decision: u}
                    order += 1
                    heapq.heappush(heap, (len(new) - (u == default), order, new, decision, u, here, asleep[here]))
        self.exhausted = True

    def _sleep_sets(self, answer: Message, question: Any) -> list[Any]:
        steps = {} if question is None else dict(question["set"])
        return [None if s is None else {tid: steps[tid] for tid in s} for s in answer["sleeping"]]


def full_plan(answer: Message) -> dict[int, int]:
    return {index: d[0] for index, d in enumerate(answer["decisions"]) if d[0] != d[3]}


def transitions(answer: Message) -> list[Any]:
    """What the chosen thread did after each decision; places that were new then have no serial."""
    steps: list[list[Any]] = [[] for _ in answer["decisions"]]
    for _, kind, place, decision, flags in answer["events"]:
        if decision >= 0 and kind <= 10 and not flags & 2:
            known = place < answer["locs_at"][decision]
            steps[decision].append([kind, place if known else -1, answer["names"][place]])
    return steps


def explore(files: dict[str, str], scenario: Message, budget: int = 300, method: str = "check") -> Search:
    with Driven(files) as session:
        ready = session.scenario(**scenario)
        if ready != {"ready": True}:
            raise AssertionError(ready)
        search = Search(session, budget)
        run: Callable[[], None] = getattr(search, method)
        run()
        return search
