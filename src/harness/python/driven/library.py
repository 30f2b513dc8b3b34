"""Corrections to the library on top of the replaced `_thread`: few, and each for a reason given here."""

from __future__ import annotations

import sys
from types import ModuleType

from . import dates, descriptors, early, kinds, locks, loops, pools, sites, stand_ins, starting, weak
from . import driver as state
from .counted import correct_semaphores
from .futures import correct_futures
from .queues import correct_queues
from .signals import correct_events, place_of
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .driver import Driver

# The library's own modules, whatever a student calls a file.
THREADING: Any = None
# The class of a scenario's own threads: whatever a student replaces in `threading.Thread`, these run.
SCENARIO_THREAD: Any = None
_corrected: Any = None
_events: dict[int, tuple[Any, Place]] = {}


def install() -> None:
    """Import what everything else builds on, with the replaced `_thread` in place."""
    for name in ("threading", "queue", "_queue", "concurrent.futures.thread", "concurrent.futures._base"):
        sys.modules.pop(name, None)
    import threading

    global THREADING, SCENARIO_THREAD
    THREADING = starting.THREADING = threading
    _correct_threading(threading)
    made = ("__dict__", "__weakref__")
    own = {name: value for name, value in vars(threading.Thread).items() if name not in made}
    SCENARIO_THREAD = type("Thread", (threading.Thread,), own)
    _correct_queue()


def correct_imported() -> None:
    """Correct the modules of the library that were imported meanwhile."""
    again = sys.modules.get("threading")
    if again is not _corrected and again is not None and hasattr(again, "_main_thread") and _is_whole(again):
        _correct_threading(again)
    for name in [name for name in _waiting if _is_whole(sys.modules.get(name))]:
        _waiting.remove(name)
        _correct(name, sys.modules[name])


def _is_whole(module: Any) -> bool:
    """Whether a module was imported to its end: it stands in `sys.modules` from the beginning."""
    spec = getattr(module, "__spec__", None)
    return module is not None and not getattr(spec, "_initializing", False)


def _correct(name: str, module: Any) -> None:
    if name == "concurrent.futures._base":
        # Sets of futures are ordered by hash: an address would make a schedule differ from its repetition.
        module.Future.__hash__ = _sequence_hash
        module._AcquireFutures.__init__ = _acquire_futures
        correct_futures(module)
    elif name == "multiprocessing.pool":
        pools.correct_pool(module)
    elif name == "weakref":
        weak.correct(module)
    elif name == "selectors":
        loops.correct_selectors(module)
    elif name == "asyncio.selector_events":
        loops.correct_loops(module)
    elif name == "select":
        descriptors.correct_select(module)
    elif name == "datetime":
        dates.correct_datetime(module)


_waiting = [
    "concurrent.futures._base",
    "multiprocessing.pool",
    "selectors",
    "asyncio.selector_events",
    "weakref",
    "select",
    "datetime",
]


def seed() -> None:
    """Random numbers are the same in every schedule."""
    random = sys.modules.get("random")
    if random is not None:
        random.seed(20240607)


def run_exit_handlers() -> None:
    """What `threading` does when the program ends: executors let their threads go."""
    THREADING._SHUTTING_DOWN = True
    for handler in reversed(getattr(THREADING, "_threading_atexits", [])):
        handler()


def _correct_threading(threading: Any) -> None:
    global _corrected
    _corrected = threading
    threading.Thread.__hash__ = _sequence_hash
    threading.Thread.is_alive = _is_alive(threading.Thread.is_alive)
    # Up to 3.12 a thread makes its own sentinel; ours exists before it runs.
    threading.Thread._set_tstate_lock = lambda self: None
    event = threading.Event
    event.is_set = event.isSet = _is_set
    event.set = _touching(event.set)
    event.clear = _touching(event.clear)
    correct_events(threading)
    correct_semaphores(threading)
    early.correct_threading(threading)
    threading.excepthook = threading.__excepthook__ = _excepthook


def _sequence_hash(self: Any) -> int:
    number = self.__dict__.get("_order")
    if number is None:
        driver = state.ACTIVE
        if driver is None:
            return object.__hash__(self)
        number = self.__dict__["_order"] = driver.tick()
    return int(number)


def _acquire_futures(self: Any, futures: Any) -> None:
    self.futures = sorted(futures, key=hash)


def _is_alive(original: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def is_alive(self: Any) -> bool:
        driver = _visible()
        if driver is not None and self._started._flag and sites.called_by_student(1):
            thread = driver.current
            sentinel = next((t.sentinel for t in driver.threads if t.tid + 1 == self._ident), None)
            if sentinel is not None:
                driver.point(thread)
                driver.step(thread)
                driver.trace.saw_try = True
                driver.trace.record(thread, kinds.TRY, sentinel.place)
                sentinel.idle(driver, thread)
        return original(self)

    return is_alive


def _visible() -> Driver | None:
    driver = state.ACTIVE
    return None if driver is None or driver.quiet else driver


def _place_of(event: Any) -> Place:
    entry = _events.get(id(event))
    if entry is None:
        entry = _events[id(event)] = (event, Place("event"))
    return entry[1]


def _is_set(self: Any) -> bool:
    driver = _visible()
    if driver is not None and sites.called_by_student(1):
        thread = driver.current
        driver.point(thread)
        driver.step(thread)
        driver.trace.record(thread, kinds.TRY, place_of(self) or _place_of(self))
        self._cond._lock.idle(driver, thread)
        early.seen(self)
    return bool(self._flag)


def _touching(original: Callable[[Any], None]) -> Callable[[Any], None]:
    """`set` and `clear` change what `is_set` reads without a lock."""

    def change(self: Any) -> None:
        driver = _visible()
        if driver is not None and self._cond._lock.mode == locks.TRACKED:
            driver.point(driver.current)
            driver.trace.record(driver.current, kinds.ACQUIRE, _place_of(self))
        original(self)

    change.__name__ = original.__name__
    change.__qualname__ = original.__qualname__
    change.__doc__ = original.__doc__
    return change


def _excepthook(args: Any) -> None:
    driver = state.ACTIVE
    if driver is not None and args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        driver.on_death(driver.current, args.exc_value)


def _correct_queue() -> None:
    """The C queue waits for real: use the library's own Python one."""
    sys.modules["_queue"] = None  # type: ignore[assignment]
    import queue

    simple: Any = queue._PySimpleQueue  # type: ignore[attr-defined]

    class SimpleQueue(simple):  # type: ignore[misc]
        """Looking at it is a visible step."""

        def empty(self) -> bool:
            with self._count._cond:
                return bool(super().empty())

        def qsize(self) -> int:
            with self._count._cond:
                return int(super().qsize())

    SimpleQueue.__module__ = "_queue"
    SimpleQueue.__qualname__ = "SimpleQueue"
    pools.QUEUES.append(SimpleQueue)
    queue.SimpleQueue = SimpleQueue  # type: ignore[misc]
    stand_in = ModuleType("_queue")
    correct_queues(queue)
    vars(stand_in).update(SimpleQueue=SimpleQueue, Empty=queue.Empty)
    stand_ins.put("_queue", stand_in)
