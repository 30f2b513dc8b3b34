"""Rules as classes that are called with the state of a call."""

import functools
import time


class State:
    """One call: its attempts so far, and when the first began."""

    def __init__(self):
        self.started = time.monotonic()
        self.number = 0
        self.outcome = None

    @property
    def elapsed(self):
        return time.monotonic() - self.started


class Attempt:
    def __init__(self, attempt_number, value=None, error=None):
        self.attempt_number = attempt_number
        self._value, self._error = value, error

    def exception(self):
        return self._error

    def result(self):
        if self._error is not None:
            raise self._error
        return self._value


class RetryError(Exception):
    def __init__(self, last_attempt):
        super().__init__(last_attempt)
        self.last_attempt = last_attempt


class Rule:
    def __or__(self, other):
        return Any(self, other)

    def __and__(self, other):
        return All(self, other)


class Any(Rule):
    def __init__(self, *rules):
        self.rules = rules

    def __call__(self, state):
        return any(rule(state) for rule in self.rules)


class All(Rule):
    def __init__(self, *rules):
        self.rules = rules

    def __call__(self, state):
        return all(rule(state) for rule in self.rules)


class StopNever(Rule):
    def __call__(self, state):
        return False


stop_never = StopNever()


class stop_after_attempt(Rule):
    def __init__(self, n):
        self.n = n

    def __call__(self, state):
        return state.number >= self.n


class stop_after_delay(Rule):
    def __init__(self, seconds):
        self.seconds = seconds

    def __call__(self, state):
        return state.elapsed >= self.seconds


class Wait:
    def __add__(self, other):
        return Sum(self, other)


class Sum(Wait):
    def __init__(self, *waits):
        self.waits = waits

    def __call__(self, state):
        return sum(wait(state) for wait in self.waits)


class wait_fixed(Wait):
    def __init__(self, seconds):
        self.seconds = seconds

    def __call__(self, state):
        return self.seconds


class wait_none(wait_fixed):
    def __init__(self):
        super().__init__(0)


class wait_exponential(Wait):
    def __init__(self, multiplier=1, min=0, max=float(2**40)):
        self.multiplier, self.min, self.max = multiplier, min, max

    def __call__(self, state):
        try:
            seconds = self.multiplier * 2 ** (state.number - 1)
        except OverflowError:
            seconds = self.max
        return max(self.min, min(self.max, seconds))


class retry_if_exception_type(Rule):
    def __init__(self, types=Exception):
        self.types = types

    def __call__(self, state):
        return isinstance(state.outcome.exception(), self.types)


class retry_if_result(Rule):
    def __init__(self, predicate):
        self.predicate = predicate

    def __call__(self, state):
        return state.outcome.exception() is None and self.predicate(state.outcome.result())


def retry(func=None, *, stop=stop_never, wait=wait_none(), retry=retry_if_exception_type(), reraise=False):
    def decorate(function):
        @functools.wraps(function)
        def call(*args, **kwargs):
            state = State()
            while True:
                state.number += 1
                try:
                    state.outcome = Attempt(state.number, value=function(*args, **kwargs))
                except (KeyboardInterrupt, SystemExit, GeneratorExit):
                    raise
                except BaseException as error:
                    state.outcome = Attempt(state.number, error=error)
                if not retry(state):
                    return state.outcome.result()
                if stop(state):
                    error = state.outcome.exception()
                    if reraise and error is not None:
                        raise error
                    raise RetryError(state.outcome)
                time.sleep(wait(state))

        return call

    return decorate if func is None else decorate(func)
