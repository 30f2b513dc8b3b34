"""Frozen dataclasses for rules and attempts; the state of a call is made anew for every attempt."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field, replace
from functools import update_wrapper
from typing import Any, Callable


class RetryError(Exception):
    def __init__(self, last_attempt: Attempt) -> None:
        super().__init__(last_attempt)

    @property
    def last_attempt(self) -> Attempt:
        return self.args[0]


@dataclass(frozen=True)
class Attempt:
    attempt_number: int
    begun: int = field(default_factory=time.monotonic_ns)
    value: Any = None
    error: BaseException | None = None

    def exception(self) -> BaseException | None:
        return self.error

    def result(self) -> Any:
        if self.error is None:
            return self.value
        raise self.error


class Logic:
    def __or__(self, other):
        return Combined(any, (self, other))

    def __and__(self, other):
        return Combined(all, (self, other))


@dataclass(frozen=True)
class Combined(Logic):
    how: Callable[..., bool]
    rules: tuple

    def __call__(self, attempt: Attempt) -> bool:
        return self.how(rule(attempt) for rule in self.rules)


@dataclass(frozen=True)
class stop_after_attempt(Logic):
    n: float

    def __call__(self, attempt: Attempt) -> bool:
        return not attempt.attempt_number < self.n


@dataclass(frozen=True)
class stop_after_delay(Logic):
    seconds: float

    def __call__(self, attempt: Attempt) -> bool:
        return (time.monotonic_ns() - attempt.begun) / 1_000_000_000 >= self.seconds


stop_never = stop_after_attempt(float("inf"))


class Sum:
    def __add__(self, other):
        return Added((self, other))


@dataclass(frozen=True)
class Added(Sum):
    parts: tuple

    def __call__(self, attempt: Attempt) -> float:
        return sum(part(attempt) for part in self.parts)


@dataclass(frozen=True)
class wait_fixed(Sum):
    seconds: float = 0

    def __call__(self, attempt: Attempt) -> float:
        return self.seconds


class wait_none(wait_fixed):
    pass


@dataclass(frozen=True)
class wait_exponential(Sum):
    multiplier: float = 1
    min: float = 0
    max: float = sys.maxsize / 2

    def __call__(self, attempt: Attempt) -> float:
        doubled = self.multiplier
        for _ in range(attempt.attempt_number - 1):
            if doubled >= self.max:
                break
            doubled *= 2
        return max(self.min, min(doubled, self.max))


@dataclass(frozen=True)
class retry_if_exception_type(Logic):
    types: Any = Exception

    def __call__(self, attempt: Attempt) -> bool:
        return attempt.error is not None and issubclass(type(attempt.error), self.types)


@dataclass(frozen=True)
class retry_if_result(Logic):
    predicate: Callable[[Any], bool]

    def __call__(self, attempt: Attempt) -> bool:
        return attempt.error is None and self.predicate(attempt.value)


NEVER = (KeyboardInterrupt, SystemExit, GeneratorExit)


def retry(func=None, *, stop=stop_never, wait=wait_none(), retry=retry_if_exception_type(), reraise=False):
    if func is None:
        rules = dict(stop=stop, wait=wait, retry=retry, reraise=reraise)
        return lambda func: _decorated(func, **rules)
    return _decorated(func, stop, wait, retry, reraise)


def _decorated(func, stop, wait, retry, reraise):
    def wrapper(*args, **kwargs):
        attempt = Attempt(1)
        while True:
            try:
                attempt = replace(attempt, value=func(*args, **kwargs))
            except BaseException as error:
                attempt = replace(attempt, error=error)
            if isinstance(attempt.error, NEVER) or not retry(attempt):
                return attempt.result()
            if stop(attempt):
                if reraise and attempt.error:
                    raise attempt.error
                raise RetryError(attempt) from attempt.error
            time.sleep(wait(attempt))
            attempt = Attempt(attempt.attempt_number + 1, begun=attempt.begun)

    return update_wrapper(wrapper, func)
