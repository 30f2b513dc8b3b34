"""Strict time: it passes when nobody can run, and in small leaps while all that can run only look around.

A thread that looks again and again without changing anything or waiting for anything is busy waiting. On a
real machine time would pass meanwhile; here it passes by a thousandth of a second, later by a tenth of what
has passed already, and never beyond the moment at which somebody's wait ends. Such a leap counts as a wake-up
per millisecond.
"""

from __future__ import annotations

from . import kinds, sites

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .driver import Driver
    from .threads import Controlled, Line

    # When, how many at once, where.
    WakeUp = tuple[float, int, Line | None]

# So many steps that lead nowhere, or looks at a clock that stands, are busy waiting.
FRUITLESS = 1000
# Whoever has waited in a loop before needs no more looks at a clock to be known.
KNOWN = 50
# So many, and it does not matter any more what else the thread does; from then on, every so many steps.
PATIENCE = 20_000
_INTERVAL = 1000
SHORTEST_LEAP = 0.001
_GROWTH = 0.1


def moment(now: float, deadline: float) -> float:
    """Clocks count nanoseconds: ten waits of 0.1 s end with one of 1 s, and every wait takes some time."""
    if not now < deadline < kinds.FOREVER:
        return deadline
    return max(round(deadline, 9), round(now + 1e-9, 9))


def progress(driver: Driver, thread: Controlled) -> None:
    """The thread has changed something, or has waited as it should."""
    thread.fruitless = 0
    thread.idle_since = driver.now


def waited(driver: Driver, thread: Controlled, since: float, line: Line | None) -> None:
    """The thread goes on after it had waited; it was woken up if time has passed meanwhile."""
    progress(driver, thread)
    if not driver.strict:
        return
    thread.stares = thread.turns = 0
    if driver.now > since and driver.exploring:
        driver.wake_ups.append((driver.now, 1, line))


def stare(driver: Driver, thread: Controlled) -> None:
    """The thread looks at the clock. Whoever does so often enough waits, whatever else it does."""
    thread.stares += 1
    if thread.stares > (KNOWN if thread.spins else FRUITLESS):
        thread.fruitless = max(thread.fruitless, FRUITLESS + 1)
    if thread.fruitless > FRUITLESS:
        driver.give_way(thread)


def computes(thread: Controlled, frame: FrameType) -> bool:
    """Whether a loop that has looked at nothing shared for long counts or builds something in its variables.

    Asked at two turns, one after the other. Values other than numbers and texts are made anew by whoever only
    looks; and who goes on for very long without changing anything that others can see waits.
    """
    if thread.fruitless > PATIENCE:
        return False
    seen = {name: value for name, value in frame.f_locals.items() if type(value) is int or type(value) is str}
    if thread.turns == kinds.IDLE_TURNS + 1:
        thread.variables = seen
        return True
    before, thread.variables = thread.variables, None
    if before == seen:
        return False
    thread.turns = 0
    return True


def pass_time(driver: Driver, thread: Controlled) -> None:
    """Let time pass if everybody who can run is busy waiting."""
    for other in driver.threads:
        if driver.enabled & other.bit and other.fruitless <= FRUITLESS:
            return
    leap = max(SHORTEST_LEAP, _GROWTH * (driver.now - thread.idle_since))
    waiting = [t.deadline for t in driver.threads if driver.timed & t.bit]
    soonest = min(waiting, default=kinds.FOREVER)
    driver.time_passes()
    before = driver.now
    driver.now = max(before, min(soonest, before + leap))
    driver.spun += driver.now - before
    thread.spins = True
    if driver.exploring:
        weight = max(1, int((driver.now - before) / SHORTEST_LEAP))
        driver.wake_ups.append((driver.now, weight, sites.here()))
    if driver.now >= soonest:
        driver.expire(soonest)


def step(driver: Driver, thread: Controlled) -> None:
    """Not every loop asks to give way: one that calls into the library, for one, does not."""
    if thread.fruitless > PATIENCE and thread.fruitless % _INTERVAL == 0:
        pass_time(driver, thread)


class Timing:
    """From the beginning of an operation to its end."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        # Whoever has waited in a loop before does not wait any more.
        progress(driver, driver.current)
        driver.current.stares = 0
        self.began = driver.tick()
        self._began_at = driver.now
        self._spun = driver.spun
        self._wake_ups = len(driver.wake_ups)

    def stop(self) -> dict[str, Any]:
        driver = self._driver
        # What goes on at the moment of the beginning is work, not waiting.
        later = [entry for entry in driver.wake_ups[self._wake_ups :] if entry[0] > self._began_at]
        return {
            "began": self.began,
            "returned": driver.tick(),
            "began_at": self._began_at - driver.explored_from,
            "returned_at": driver.now - driver.explored_from,
            "spun": driver.spun - self._spun,
            "wake_ups": sum(weight for _, weight, _ in later),
            "woken_at": _busiest(later),
        }


def _busiest(wake_ups: list[WakeUp]) -> list[object] | None:
    """The line of the submission where most of them happened."""
    counts: dict[Line, int] = {}
    for _, weight, line in wake_ups:
        if line is not None and sites.relative(line, sites.ROOT) is not None:
            counts[line] = counts.get(line, 0) + weight
    if not counts:
        return None
    return sites.relative(max(counts, key=lambda line: (counts[line], line)), sites.ROOT)
