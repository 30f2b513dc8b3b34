"""A function that fails and succeeds as a script says, and what is noted of its calls.

A call of the script is made by an operation of the scenario, or by an attempt of another call; an attempt
belongs to the innermost call that is in progress in its thread.
"""

from __future__ import annotations

from . import clock, strict, watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, Callable, NoReturn

    from .play import Play

    # A list of operations, a thread, an index.
    Key = tuple[str, int, int]


class Attempt:
    """What the function does, so many times in a row."""

    def __init__(self, question: dict[str, Any], compiled: Callable[[str], CodeType]) -> None:
        self.times: int = question["times"]
        self.takes: float = question["takes"]
        self.sets_clock: float = question["sets_clock"]
        self.calls: int | None = question["calls"]
        self.fails = question["raises"] is not None
        self.code = compiled(question["raises"] if self.fails else question["returns"])


class Call:
    """One call as it is written, and how far it has come in this schedule."""

    def __init__(self, question: dict[str, Any], compiled: Callable[[str], CodeType]) -> None:
        self.code = compiled(question["code"])
        self.attempts = [Attempt(attempt, compiled) for attempt in question["attempts"]]
        self.written = [attempt for attempt in self.attempts for _ in range(attempt.times)]
        self.most = len(self.written) + int(question["spare"])
        self.shows_arguments: bool = question["arguments"]
        self.made = 0
        self.began_at = 0.0
        self.result: Any = None
        self.error: BaseException | None = None
        self.returned: list[Any] = []
        self.thrown: list[BaseException] = []

    def names(self) -> dict[str, Any]:
        """What a look after it can use."""
        return {
            "result": self.result,
            "error": self.error,
            "returned": self.returned,
            "thrown": self.thrown,
        }


class Script:
    """The calls of a scenario."""

    def __init__(self, question: dict[str, Any], compiled: Callable[[str], CodeType]) -> None:
        self.calls = [Call(call, compiled) for call in question["calls"]]
        self._made_by: dict[Key, int] = {}
        self._looks: dict[Key, int] = {}
        for index, call in enumerate(question["calls"]):
            if call["operation"] is not None:
                self._made_by[_key(call["operation"])] = index
            for look in call["looks"]:
                self._looks[_key(look)] = index
        self._in_progress: dict[int, list[int]] = {}
        self._attempts: list[list[Any]] = []
        self._spans: list[list[Any]] = []

    def join(self, play: Play) -> None:
        """Put the function into the scenario's namespace."""
        self._play = play
        self._driver = play.driver
        play.driver.sleeps = []
        play.namespace["attempt"] = self._function()

    def _function(self) -> Callable[..., Any]:
        def attempt(*args: Any, **kwargs: Any) -> Any:
            """Fails and succeeds as the check says."""
            return self._attempt(args, kwargs)

        attempt.__qualname__ = "attempt"
        attempt.__module__ = "__main__"
        attempt.__annotations__.clear()
        return attempt

    def begin(self, key: Key) -> int | None:
        """An operation begins; the call that it makes, if it makes one."""
        index = self._made_by.get(key)
        if index is not None:
            self._enter(index)
        return index

    def end(self, index: int | None, value: object, raised: BaseException | None) -> None:
        """The operation has ended."""
        if index is not None:
            self._leave(index, value, raised, None)

    def namespace(self, key: Key, shared: dict[str, Any]) -> dict[str, Any]:
        """Where an operation is evaluated."""
        index = self._looks.get(key)
        return shared if index is None else {**shared, **self.calls[index].names()}

    def report(self) -> dict[str, Any]:
        """What the answer says about them."""
        sleeps = self._driver.sleeps
        return {"attempts": self._attempts, "sleeps": sleeps, "calls": self._spans}

    def _enter(self, index: int) -> None:
        driver = self._driver
        self._in_progress.setdefault(driver.current.tid, []).append(index)
        self.calls[index].began_at = driver.now - driver.explored_from

    def _leave(self, index: int, value: object, raised: BaseException | None, end: Any) -> None:
        driver, call = self._driver, self.calls[index]
        self._in_progress[driver.current.tid].remove(index)
        call.result, call.error = value, raised
        self._spans.append([index, call.began_at, driver.now - driver.explored_from, end])

    def _current(self) -> int:
        """The call that an attempt belongs to."""
        mine = self._in_progress.get(self._driver.current.tid)
        if mine:
            return mine[-1]
        all_calls = [index for stack in self._in_progress.values() for index in stack]
        if len(all_calls) != 1:
            self._fail(None)
        return all_calls[0]

    def _attempt(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        driver = self._driver
        thread = driver.current
        strict.progress(driver, thread)
        thread.stares = 0
        driver.step(thread)
        index = self._current()
        call = self.calls[index]
        if call.made >= call.most:
            self._fail(index)
        step = call.written[min(call.made, len(call.written) - 1)]
        is_spare = call.made >= len(call.written)
        call.made += 1
        noted = watch.Call(driver)
        watch.CALLS.append(noted)
        self._attempts.append([index, self._play.arguments(args, kwargs) if call.shows_arguments else None])
        self._meanwhile(step, again=is_spare)
        outcome = eval(step.code, self._play.namespace)
        noted.end(driver)
        if not step.fails:
            call.returned.append(outcome)
            return outcome
        exception = outcome() if isinstance(outcome, type) else outcome
        call.thrown.append(exception)
        raise exception

    def _meanwhile(self, step: Attempt, *, again: bool) -> None:
        if step.calls is not None and not again:
            self._call(step.calls)
        if step.takes:
            clock.pass_by(self._driver, step.takes)
        if not again:
            self._driver.wall += step.sets_clock

    def _call(self, index: int) -> None:
        """A call that an attempt makes."""
        self._enter(index)
        value: Any = None
        error: BaseException | None = None
        try:
            value = eval(self.calls[index].code, self._play.namespace)
        except BaseException as raised:
            error = raised
        self._leave(index, value, error, self._play.end_of(value, error))

    def _fail(self, index: int | None) -> NoReturn:
        """The function is called where nobody may call it."""
        self._play.finish("failed", {"kind": "extra-attempt", "call": index})


def _key(written: list[Any]) -> Key:
    part, thread, index = written
    return part, thread, index
