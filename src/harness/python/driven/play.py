"""One schedule, from the import of the submission to the answer."""

from __future__ import annotations

from posix import _exit

import child
import errors
import names
import values
from leaves import Budget
from quiet import Quiet

from . import clock, exits, forks, leftovers, library, strict, watch
from . import driver as state
from .driver import Driver
from .locks import Blind
from .threads import Controlled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType
    from typing import Any, NoReturn

    from .order import Order
    from .scenario import Scenario
    from .submission import DrivenSubmission
    from .trace import Decision

# Bytes of an answer that are not values.
FRAME_BYTES = 200
LONGEST_TITLE = 60
_OBSERVER = 1 << 20


class Play:
    """The child's whole work. Whoever learns how the schedule ended answers and ends the process.

    Made before the fork, once for all schedules of a scenario: copying costs less than making.
    """

    def __init__(self, scenario: Scenario, submission: DrivenSubmission) -> None:
        self.scenario = scenario
        self.submission = submission
        self.sink = self.owner = -1
        self.budget = Budget(scenario.answer_cap - FRAME_BYTES)
        self.results: list[dict[str, Any]] = []
        self.namespace: dict[str, Any] = {}
        self.watched: watch.Watched | None = None
        self.is_watched = False
        self.answer: dict[str, Any] = {"import": None, "missing": None}
        self.driver = Driver(len(scenario.threads), scenario.steps, self.finish)
        self.driver.on_death = self._died
        self.driver.forks = scenario.forks
        self.driver.strict = scenario.strict
        self.driver.end_points = any(look["threads"] for look in scenario.looks.values())
        self.observer = Controlled(_OBSERVER, -1, "observer", daemon=True)
        self.script = scenario.script

    def run(
        self, order: Order, sink: int, owner: int, ask: Callable[[], Mapping[str, Any]] | None = None
    ) -> NoReturn:
        """Where `ask` is given the rest of the order is asked for when the import and the setup are over."""
        self.sink, self.owner = sink, owner
        driver, scenario = self.driver, self.scenario
        order.release_points = order.release_points or scenario.forks
        driver.follow(order)
        state.activate(driver)
        self._import()
        self._set_up()
        if ask is not None:
            order.complete(ask())
            driver.follow(order)
        driver.explored_from = driver.now
        driver.exploring = driver.trace.active = True
        if scenario.always:
            driver.observe = self._observe
        if scenario.threads:
            driver.quiet = False
        started = [self._start(index, codes) for index, codes in enumerate(scenario.threads)]
        for index, code in enumerate(scenario.main):
            self._operate("main", 0, index, code)
        for thread in started:
            thread.join()
        for index, code in enumerate(scenario.end):
            self._operate("end", 0, index, code)
        if driver.observe is not None:
            driver.observe()
        if scenario.leaves:
            self.finish("finished", None)
        exits.run(driver)
        main = driver.threads[0]
        driver.leave(main)
        # The others go on without it.
        main.baton.acquire()
        raise AssertionError("a thread that ended got the token")

    def _import(self) -> None:
        try:
            self.submission.load()
        except BaseException as raised:
            self._only_owner(raised)
            self.answer["import"] = self._exception(raised)
            self.finish("failed", None)
        self._only_owner(None)
        missing = self.submission.missing(self.scenario.needs)
        if self.scenario.watch is not None:
            self.watched = watch.Watched(self.scenario.watch)
            self.is_watched = self.watched.find(self.submission.namespace)
        if missing:
            self._lacks(missing)

    def _lacks(self, missing: list[str]) -> NoReturn:
        self.answer["missing"] = missing
        self.answer["public"] = self.submission.names()
        self.finish("failed", None)

    def _set_up(self) -> None:
        self.driver.imported = True
        self.namespace = self.submission.fresh_namespace(self.scenario.needs)
        clock.OWN_NAMESPACE = self.namespace
        if self.script is not None:
            self.script.join(self)
        try:
            exec(self.scenario.setup, self.namespace)
        except BaseException as raised:
            self._only_owner(raised)
            exc = self._exception(raised)
            self.finish("failed", {"kind": "exception", "thread": 0, "op": None, "exc": exc})
        if self.watched is not None and not (self.watched.find(self.namespace) or self.is_watched):
            self._lacks([self.watched.dotted])

    def _start(self, index: int, codes: list[CodeType]) -> Any:
        def operate() -> None:
            for number, code in enumerate(codes):
                self._operate("thread", index + 1, number, code)

        thread = library.SCENARIO_THREAD(target=operate, name=f"thread {index + 1}")
        self.driver.next_tid = index + 1
        thread.start()
        return thread

    def _operate(self, part: str, tid: int, index: int, code: CodeType) -> None:
        look = self._look(part, tid, index)
        script, namespace, call = self.script, self.namespace, None
        if script is not None:
            namespace = script.namespace((part, tid, index), namespace)
        timing = strict.Timing(self.driver)
        if look is not None:
            look.before(timing.began)
        value: Any = None
        error: BaseException | None = None
        if script is not None:
            call = script.begin((part, tid, index))
        try:
            value = eval(code, namespace)
        except BaseException as raised:
            error = raised
        self._only_owner(error)
        times = timing.stop()
        if script is not None:
            script.end(call, value, error)
        end = self.end_of(value, error)
        # Its traceback would keep alive what the operation left.
        error = None
        self.results.append({"part": part, "thread": tid, "index": index, **times, "end": end})
        left = None if look is None else look.after((part, tid, index), len(self.scenario.threads))
        if left is not None:
            self.finish("failed", left)

    def _look(self, part: str, tid: int, index: int) -> leftovers.Look | None:
        wanted = self.scenario.looks.get((part, tid, index))
        return None if wanted is None else leftovers.Look(self.driver, **wanted)

    def _observe(self) -> None:
        """Evaluate what must always hold, as somebody who takes no time and waits for nothing."""
        driver, trace = self.driver, self.driver.trace
        thread, driver.current = driver.current, self.observer
        driver.observing = driver.quiet = True
        trace.active = False
        try:
            for index, code in enumerate(self.scenario.always):
                self._check_always(index, code)
        finally:
            for lock in list(self.observer.held):
                lock.release()
            driver.current = thread
            driver.observing = driver.quiet = False
            trace.active = True

    def _check_always(self, index: int, code: CodeType) -> None:
        seen: dict[str, Any]
        try:
            value = eval(code, self.namespace)
        except Blind:
            return
        except BaseException as raised:
            seen = {"raised": self._exception(raised)}
        else:
            if value is True:
                return
            seen = {"value": self._value(value)}
        self.finish("failed", {"kind": "always", "index": index, "seen": seen})

    def _died(self, thread: Controlled, raised: BaseException) -> None:
        if thread.left_over:
            return
        self.finish("failed", {"kind": "thread-died", "thread": thread.tid, "exc": self._exception(raised)})

    def _only_owner(self, raised: BaseException | None) -> None:
        """A copy of this process that the student forked does not go on with the scenario."""
        if self.driver.in_fork:
            forks.leave(self.driver, raised, None if raised is None else self._exception(raised))

    def end_of(self, value: object, raised: BaseException | None) -> dict[str, Any]:
        """How something ended, for the answer."""
        if raised is not None:
            return {"raised": self._exception(raised)}
        return {"value": self._value(value)}

    def arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        """The arguments of a call, for the answer."""
        return [self._value(args), self._value(kwargs)]

    def _exception(self, raised: BaseException) -> Any:
        with Quiet():
            return errors.encode(raised, self.submission.root, self.budget)

    def _value(self, value: object) -> Any:
        with Quiet():
            return values.encode(value, self.budget)

    def finish(self, end: str, failure: dict[str, Any] | None) -> NoReturn:
        driver, trace = self.driver, self.driver.trace
        if driver.in_fork:
            forks.report(failure)
        if end == "finished":
            failure = forks.settle(driver)
            end = "finished" if failure is None else "failed"
        with Quiet():
            answer = self.answer
            answer.update(end=end, failure=failure, results=self.results, steps=driver.steps)
            if self.scenario.watch is not None or self.script is not None:
                answer.update(watch.report(driver))
            if self.script is not None:
                answer["scripted"] = self.script.report()
            answer["threads"] = [[_title(thread), thread.parent] for thread in driver.threads]
            answer.update(
                decisions=[_readable(decision) for decision in trace.decisions],
                sleeping=trace.sleeping,
                locs_at=trace.places_at,
                events_at=trace.events_at,
                saw_try=trace.saw_try,
                events=trace.events,
                names=trace.names,
            )
            if driver.too_many:
                answer["too_many_threads"] = True
            if trace.rows is not None:
                answer["rows"] = trace.rows
            self.deliver(answer)
        _exit(0)

    def deliver(self, answer: dict[str, Any]) -> None:
        child.deliver(self.sink, answer, self.owner)


def _title(thread: Controlled) -> str:
    return names.plain_text(thread.title, LONGEST_TITLE) if type(thread.title) is str else "thread"


def _readable(decision: Decision) -> tuple[object, ...]:
    """Sets of threads that no 64-bit number holds are written in hexadecimal."""
    if decision[1] | decision[5] < 1 << 53:
        return decision
    chosen, enabled, running, default, yielded, sleepers = decision
    return chosen, hex(enabled), running, default, yielded, hex(sleepers)
