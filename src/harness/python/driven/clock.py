"""Virtual time: it passes when nobody can run, when the plan says so, or while somebody watches the clock."""

from __future__ import annotations

import operator
import time

from . import driver as state
from . import kinds, real, rows, sites, waits
from .disguise import built_in
from .locks import Blind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from .driver import Driver

# Where the clocks start; what they show outside a schedule is real.
_STARTS = {"time": 1_700_000_000.0, "monotonic": 5_000.0, "perf_counter": 0.0}
_PATIENCE = 8


def install() -> None:
    """Replace the functions of `time`."""
    time.sleep = built_in(sleep, "sleep", time)
    for name, function in real.time_functions.items():
        setattr(time, name, built_in(_replacement(name, function), name, time))


def _replacement(name: str, function: Callable[[], float]) -> Callable[[], float]:
    start = _STARTS[name.replace("_ns", "")]
    nanoseconds = name.endswith("_ns")

    def read() -> float:
        driver = state.ACTIVE
        if driver is None:
            return function()
        now = look(driver)
        if nanoseconds:
            return int(start) * 1_000_000_000 + int(now * 1e9)
        return start + now

    return read


def sleep(seconds: float) -> None:
    """`time.sleep`: a wait that a plan may end at any moment."""
    driver = state.ACTIVE
    if driver is None:
        real.sleep(seconds)
        return
    # Text is no number here, unlike for `float`.
    length = float(operator.index(seconds)) if isinstance(seconds, (str, bytes)) else float(seconds)
    if length != length:
        raise ValueError("Invalid value NaN (not a number)")
    if length < 0:
        raise ValueError("sleep length must be non-negative")
    if driver.observing:
        raise Blind
    thread = driver.current
    driver.step(thread)
    if length == 0:
        if driver.enabled & (driver.enabled - 1):
            driver.give_way(thread)
        return
    if driver.trace.rows is not None:
        rows.other(driver, thread, "sleeps", f"{length:g} s")
    driver.block(thread, waits.sleeping(sites.here()), driver.now + length, None)
    thread.timed_out = False


def look(driver: Driver) -> float:
    """The time since the start; somebody who looks again and again while nothing happens makes it pass."""
    if driver.observing:
        return driver.now
    thread = driver.current
    driver.step(thread)
    if driver.order.fine and not driver.quiet:
        driver.point(thread)
    if driver.clock_count == driver.trace.count:
        driver.clock_idle += 1
    else:
        driver.clock_count = driver.trace.count
        driver.clock_idle = 0
    driver.now += 1e-6
    if driver.clock_idle > _PATIENCE:
        if driver.enabled & (driver.enabled - 1):
            driver.give_way(thread)
        if driver.clock_idle > _PATIENCE + 4 * driver.enabled.bit_length():
            _hurry(driver)
    return driver.now


def _hurry(driver: Driver) -> None:
    waiting = [t.deadline for t in driver.threads if driver.timed & t.bit]
    deadline = min(waiting, default=kinds.FOREVER)
    leap = 0.001 * 1.5 ** min(driver.clock_idle - _PATIENCE, 40)
    driver.now = min(deadline, driver.now + leap)
    if driver.now >= deadline:
        driver.expire(deadline)
