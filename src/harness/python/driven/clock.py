"""Virtual time: it passes when nobody can run, when the plan says so, or while somebody watches the clock."""

from __future__ import annotations

import operator
import time
from types import ModuleType

from . import driver as state
from . import kinds, real, rows, sites, strict, waits
from .disguise import built_in
from .locks import Blind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .driver import Driver

# Which clocks there are; what they show outside a schedule is real.
_CLOCKS: dict[str, int] = {
    name: getattr(time, name)
    for name in ("CLOCK_REALTIME", "CLOCK_MONOTONIC", "CLOCK_MONOTONIC_RAW", "CLOCK_BOOTTIME")
    if hasattr(time, name)
}
# None starts at zero: no real clock does, and a start that is zero may mean none.
_STARTS = {"time": 1_700_000_000.0, "monotonic": 5_000.0, "perf_counter": 700.0}
_PATIENCE = 8
# What the scenario's own code gets as `time`: what a submission replaces there it replaces for itself.
OWN = ModuleType("time")
OWN_NAMESPACE: dict[str, object] | None = None


def install() -> None:
    """Replace the functions of `time`."""
    time.sleep = built_in(sleep, "sleep", time)
    for name, function in real.time_functions.items():
        setattr(time, name, built_in(_replacement(name, function), name, time))
    for name in ("clock_gettime", "clock_gettime_ns"):
        replacement = _by_number(getattr(time, name), time.time, time.monotonic)
        setattr(time, name, built_in(replacement, name, time))
    for name in ("localtime", "gmtime", "ctime"):
        setattr(time, name, built_in(_of_now(getattr(time, name)), name, time))
    time.asctime = built_in(_text_of_now(time.asctime, time.localtime, 0), "asctime", time)
    time.strftime = built_in(_text_of_now(time.strftime, time.localtime, 1), "strftime", time)
    vars(OWN).update(vars(time))


def _replacement(name: str, function: Callable[[], float]) -> Callable[[], float]:
    start = _STARTS[name.replace("_ns", "")]
    nanoseconds = name.endswith("_ns")
    is_wall = name.startswith("time")

    def read() -> float:
        driver = state.ACTIVE
        if driver is None:
            return function()
        now = look(driver)
        if is_wall:
            now += driver.wall
        if nanoseconds:
            return int(start) * 1_000_000_000 + int(now * 1e9)
        return start + now

    return read


def _of_now(function: Callable[..., Any]) -> Callable[..., Any]:
    """Without seconds, or with `None`, these mean the moment of the call."""

    def read(*seconds: Any) -> Any:
        if seconds in ((), (None,)) and state.ACTIVE is not None:
            return function(time.time())
        return function(*seconds)

    return read


def _text_of_now(function: Callable[..., str], now: Callable[[], Any], given: int) -> Callable[..., str]:
    """The same for those that take the parts of a date after so many other arguments."""

    def text(*arguments: Any) -> str:
        if len(arguments) == given and state.ACTIVE is not None:
            return function(*arguments, now())
        return function(*arguments)

    return text


def _by_number(
    function: Callable[[int], float], wall: Callable[[], float], steady: Callable[[], float]
) -> Callable[[int], float]:
    """The clocks that stand behind the others; those of processes and threads stay real."""
    readers = {_CLOCKS[name]: wall if "REALTIME" in name else steady for name in _CLOCKS}
    nanoseconds = function.__name__.endswith("_ns")

    def read(clk_id: int) -> float:
        reader = readers.get(clk_id) if type(clk_id) is int else None
        if reader is None or state.ACTIVE is None:
            return function(clk_id)
        seconds = reader()
        return int(seconds * 1e9) if nanoseconds else seconds

    read.__name__ = read.__qualname__ = function.__name__
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
        if driver.enabled & (driver.enabled - 1) or driver.strict:
            driver.give_way(thread)
        return
    if driver.trace.rows is not None:
        rows.other(driver, thread, "sleeps", f"{length:g} s")
    began = driver.now
    pass_by(driver, length)
    if driver.sleeps is not None and driver.exploring:
        driver.sleeps.append((began - driver.explored_from, driver.now - driver.explored_from))


def pass_by(driver: Driver, length: float) -> None:
    """Let the running thread do nothing for so many seconds."""
    thread = driver.current
    line = sites.here()
    driver.block(thread, waits.sleeping(line), driver.now + length, line=line)
    thread.timed_out = False


def look(driver: Driver) -> float:
    """The time since the start; somebody who looks again and again while nothing happens makes it pass."""
    if driver.observing:
        return driver.now
    thread = driver.current
    driver.step(thread)
    if driver.order.fine and not driver.quiet:
        driver.point(thread)
    if driver.strict:
        strict.stare(driver, thread)
        return driver.now
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
    driver.now = max(driver.now, min(deadline, driver.now + leap))
    if driver.now >= deadline:
        driver.expire(deadline)
