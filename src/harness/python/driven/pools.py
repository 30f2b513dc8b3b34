"""Corrections to what waits for descriptors: pools of threads and event loops."""

from __future__ import annotations

from . import driver as state
from . import forks, kinds, locks, sites, strict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

# The library's queue, whatever a student calls a file.
QUEUES: list[Any] = []


class _Notifier:
    """Stands for the pipe by which a pool learns that there is work for its handler."""

    _reader = None

    def __init__(self) -> None:
        items = QUEUES[0]()
        self.put, self.get, self.empty = items.put, items.get, items.empty


class _ThreadsOnly:
    """The context of a pool of threads: its notifier must not be a pipe."""

    def __init__(self, context: Any) -> None:
        self._context = context

    def SimpleQueue(self) -> _Notifier:
        return _Notifier()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


def correct_pool(module: Any) -> None:
    set_up = module.ThreadPool._setup_queues
    wait = module.Pool._wait_for_updates

    def _setup_queues(self: Any) -> None:
        set_up(self)
        self._ctx = _ThreadsOnly(self._ctx)

    def _wait_for_updates(sentinels: Any, change_notifier: Any, timeout: float | None = None) -> None:
        if not isinstance(change_notifier, _Notifier):
            wait(sentinels, change_notifier, timeout)
            return
        change_notifier.get()
        while not change_notifier.empty():
            change_notifier.get()

    module.ThreadPool._setup_queues = _setup_queues
    module.Pool._wait_for_updates = staticmethod(_wait_for_updates)


def patient_select(original: Callable[..., Any]) -> Callable[..., Any]:
    """An event loop waits for descriptors: look at them without waiting, and let the others run meanwhile."""

    def select(self: Any, timeout: float | None = None) -> Any:
        driver = state.ACTIVE
        if driver is None:
            return original(self, timeout)
        if driver.observing:
            raise locks.Blind
        thread = driver.current
        since, line = driver.now, sites.here()
        deadline = kinds.FOREVER if timeout is None else since + max(0.0, timeout)
        while True:
            # Another process may have to act, in real time, before anything is ready.
            ready = original(self, min(1.0, timeout or 1.0) if forks.happened() and timeout != 0 else 0)
            if ready or driver.now >= deadline:
                strict.waited(driver, thread, since, line)
                return ready
            driver.step(thread)
            if driver.enabled & (driver.enabled - 1):
                driver.give_way(thread)
            elif deadline == kinds.FOREVER and not driver.timed:
                return original(self, timeout)
            else:
                soonest = min([t.deadline for t in driver.threads if driver.timed & t.bit] + [deadline])
                driver.expire(soonest)

    return select
