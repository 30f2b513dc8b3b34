"""Schedules of a program of our own, in the process that runs no other: every copy of it begins warm.

What was executed before the fork is specialised, cached and bound already. Without that each schedule writes
the same caches again, and every page that it writes to must be copied for it first. No thread is started:
its work is done by its starter, who waits for nothing. What the rehearsal added to tables is taken away.
"""

from __future__ import annotations

import builtins
import sys

import child
import wire

from . import accesses, library, lifetimes, locks, real, sites
from . import driver as state
from .compiling import compile_rewritten
from .order import Order
from .play import Play
from .scenario import Scenario

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, Callable

    from .submission import DrivenSubmission
    from .threads import Controlled

_FILE = "<rehearsal>"
_PROGRAM = """
import threading

class Counter:
    def __init__(self):
        self.value = 0
        self.lock = threading.Lock()

    def increment(self):
        with self.lock:
            self.value += 1
            return self.value
"""
# The interpreter specialises what was called eight times; before 3.11 it caches at once.
_ROUNDS = 12 if sys.version_info >= (3, 11) else 2
_QUESTION = {
    "file": "",
    "needs": ["Counter"],
    "setup": "c = Counter()",
    "threads": [["c.increment()"], ["c.increment()"]],
    "end": ["c.value"],
    "steps": 1000,
    "answer_cap": 1 << 20,
    "cpu_s": 1,
}
_ORDER = {
    "plan": [[1000, 1]],
    "sleep": {"at": 1000, "set": [[1, [[0, -1, "value"]]]]},
    "random": {"seed": 1, "depth": 3, "length": 20},
}


class _Over(BaseException):
    """The rehearsal has come to its end."""


class _Open:
    """A baton that nobody has to wait for."""

    def acquire(self) -> bool:
        return True

    def release(self) -> None:
        """There is nobody to be let go."""


class _Program:
    """Stands for the submission."""

    root = path = _FILE

    def __init__(self, code: CodeType) -> None:
        self._code = code
        self.namespace: dict[str, Any] = {"__builtins__": builtins, "__name__": _FILE}

    def load(self) -> None:
        exec(self._code, self.namespace)

    def missing(self, needs: list[str]) -> list[str]:
        return [name for name in needs if name not in self.namespace]

    def fresh_namespace(self, needs: list[str]) -> dict[str, Any]:
        return self.namespace


def _left(thread: Controlled, leave: Callable[[Controlled], object]) -> None:
    leave(thread)


class _Rehearsal(Play):
    def __init__(self, scenario: Scenario, submission: DrivenSubmission) -> None:
        super().__init__(scenario, submission)
        for thread in self.driver.threads:
            thread.baton = _Open()

    def _start(self, index: int, codes: list[CodeType]) -> Any:
        driver = self.driver
        pending: list[tuple[Callable[..., object], tuple[Any, ...]]] = []

        def postpone(function: Callable[..., object], args: tuple[Any, ...]) -> int:
            pending.append((function, args))
            return 0

        start, real.start_new_thread = real.start_new_thread, postpone
        try:
            thread = super()._start(index, codes)
        finally:
            real.start_new_thread = start
        starter, driver.current = driver.current, driver.threads[index + 1]
        # Here it does not end: it is left.
        driver.bury = _left
        for function, args in pending:
            function(*args)
        driver._switch(starter, starter)
        return thread

    def deliver(self, answer: dict[str, Any]) -> None:
        wire.encode(answer)
        raise _Over


def rehearse() -> None:
    """Runs it often enough."""
    tables: list[dict[Any, Any]] = [
        accesses.PLACES,
        accesses.GLOBALS,
        accesses.NAMESPACES,
        accesses._known,
        library._events,
        locks._created,
        sites.CREATED,
        sites.USED,
    ]
    before, kept = [set(table) for table in tables], lifetimes.count()
    places = len(sites.SITES)
    scenario_names = sites.FILES.copy()
    code = compile_rewritten(_PROGRAM.encode(), _FILE)
    scenario = Scenario(_QUESTION, forks=False)
    # What happens at the end of a program must not have happened here.
    handlers, library.THREADING._threading_atexits = library.THREADING._threading_atexits, []
    for number in range(_ROUNDS):
        child.place_high([])
        order = Order.read({**_ORDER, "grain": "fine" if number % 4 == 3 else "coarse"})
        # Switches would be to a thread that is not there.
        order.sleep = order.priorities = None
        try:
            _Rehearsal(scenario, _Program(code)).run(order, -1, -1)  # type: ignore[arg-type]
        except _Over:
            state.ACTIVE = None
    library.THREADING._threading_atexits = handlers
    library.THREADING._SHUTTING_DOWN = False
    del sites.SITES[places:]
    sites.FILES.clear()
    sites.FILES.update(scenario_names)
    lifetimes.forget_all(kept)
    for table, known in zip(tables, before):
        for key in [key for key in table if key not in known]:
            del table[key]
