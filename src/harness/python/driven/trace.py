"""What one schedule did, written down as flat lists: clocks and races are computed from them elsewhere."""

from __future__ import annotations

from names import plain_text

from .kinds import CONFLICTS, SAME_TICK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .order import Order, Step
    from .threads import Controlled, Place

    # Thread, kind, serial of the place, decision directly before (or -1), flags.
    Event = tuple[int, int, int, int, int]
    # Chosen, enabled, running or -1, default, who yielded or -1, who could wake up early.
    Decision = tuple[int, int, int, int, int, int]

# A name longer than this is not accepted on the other side.
LONGEST_NAME = 60


class Trace:
    """Events and decisions of one schedule, and its sleep set, which shrinks with every event."""

    def __init__(self, order: Order, on_redundant: Callable[[], None]) -> None:
        self.events: list[Event] = []
        self.names: list[str] = []
        self.decisions: list[Decision] = []
        self.sleeping: list[list[int] | None] = []
        self.places_at: list[int] = []
        self.events_at: list[int] = []
        # The event that was recorded last.
        self.recorded = -1
        self.rows: list[list[Any]] | None = None
        self.saw_try = False
        # The decision directly before the next event.
        self.latest = -1
        # Nothing is written down while the submission is imported and set up.
        self.active = False
        # Counts events, so that "nothing happened since" is one comparison.
        self.count = 0
        self.asleep: dict[int, list[Step]] = {}
        self._order = order
        self._on_redundant = on_redundant

    def follow(self, order: Order) -> None:
        self._order = order
        self.rows = [] if order.verbose else None

    def record(self, thread: Controlled, kind: int, place: Place, flags: int = 0) -> None:
        if not self.active:
            return
        serial = self._serial(place)
        if self.asleep:
            self._rouse(thread.tid, kind, serial, place.name)
        self.recorded = len(self.events)
        self.events.append((thread.tid, kind, serial, self.latest, flags))

    def also(self, tid: int, kind: int, place: Place, flags: int = 0) -> None:
        """One more access that is part of the event before."""
        if self.active:
            serial = self._serial(place)
            if self.asleep:
                self._rouse(tid, kind, serial, place.name)
            self.events.append((tid, kind, serial, self.latest, flags | SAME_TICK))

    def _serial(self, place: Place) -> int:
        if place.serial < 0:
            place.serial = len(self.names)
            place.name = plain_text(place.name, LONGEST_NAME)
            self.names.append(place.name)
        return place.serial

    def note(self, tid: int, kind: int, number: int) -> None:
        """A fact about threads: always written down, conflicts with nothing."""
        self.events.append((tid, kind, number, self.latest, 0))

    def decided(self, decision: Decision) -> None:
        self.latest = len(self.decisions)
        self.decisions.append(decision)
        self.sleeping.append(sorted(self.asleep) if self.asleep else None)
        self.places_at.append(len(self.names))
        self.events_at.append(len(self.events))

    def put_to_sleep(self, index: int, chosen: int) -> None:
        """From this decision on the choices that were explored before sleep until something touches them."""
        order = self._order
        if order.sleep is not None and index == order.sleep_from:
            self.asleep = {tid: steps for tid, steps in order.sleep.items() if tid != chosen}

    def may_choose_sleeper(self, index: int) -> bool:
        return index <= self._order.sleep_from

    def _rouse(self, tid: int, kind: int, serial: int, name: str) -> None:
        if tid in self.asleep:
            self._on_redundant()
        against = CONFLICTS[kind]
        for other, steps in list(self.asleep.items()):
            for step_kind, step_serial, step_name in steps:
                if step_kind in against and (
                    step_serial == serial or (step_serial < 0 and step_name == name)
                ):
                    del self.asleep[other]
                    break
