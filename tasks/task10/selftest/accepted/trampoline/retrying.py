"""Steps that return the next step: an attempt, a question, a pause."""

import functools
import time
from fractions import Fraction


class RetryError(Exception):
    def __init__(self, last_attempt):
        super().__init__(last_attempt.attempt_number)
        self.last_attempt = last_attempt


class Outcome:
    def __init__(self, attempt_number):
        self.attempt_number = attempt_number


class Returned(Outcome):
    def __init__(self, attempt_number, value):
        super().__init__(attempt_number)
        self.value = value

    def exception(self):
        return None

    def result(self):
        return self.value


class Raised(Outcome):
    def __init__(self, attempt_number, error):
        super().__init__(attempt_number)
        self.error = error

    def exception(self):
        return self.error

    def result(self):
        raise self.error


class Combinable:
    """`a | b` is a class made for the purpose, and so are `a & b` and `a + b`."""

    def __or__(self, other):
        return self.combined(other, lambda left, right: left() or right())

    def __and__(self, other):
        return self.combined(other, lambda left, right: left() and right())

    def __add__(self, other):
        return self.combined(other, lambda left, right: left() + right())

    def combined(self, other, how):
        def ask(_, *seen):
            return how(lambda: self.ask(*seen), lambda: other.ask(*seen))

        return type("Combined", (Combinable,), {"ask": ask})()


class StopNever(Combinable):
    def ask(self, outcome, seconds):
        return False


class stop_after_attempt(Combinable):
    def __init__(self, n):
        self.n = n

    def ask(self, outcome, seconds):
        return outcome.attempt_number >= self.n


class stop_after_delay(Combinable):
    def __init__(self, seconds):
        self.seconds = seconds

    def ask(self, outcome, seconds):
        return seconds >= self.seconds


stop_never = StopNever()


class wait_fixed(Combinable):
    def __init__(self, seconds):
        self.seconds = seconds

    def ask(self, k):
        return self.seconds


class wait_none(Combinable):
    def ask(self, k):
        return 0


class wait_exponential(Combinable):
    def __init__(self, multiplier=1, min=0, max=Fraction(10) ** 7):
        self.multiplier, self.min, self.max = Fraction(multiplier), Fraction(min), Fraction(max)

    def ask(self, k):
        return float(max(self.min, min(self.multiplier * 2 ** (k - 1), self.max)))


class retry_if_exception_type(Combinable):
    def __init__(self, types=Exception):
        self.types = types

    def ask(self, outcome):
        return type(outcome) is Raised and isinstance(outcome.error, self.types)


class retry_if_result(Combinable):
    def __init__(self, predicate):
        self.predicate = predicate

    def ask(self, outcome):
        return type(outcome) is Returned and self.predicate(outcome.value)


def retry(func=None, *, stop=stop_never, wait=wait_none(), retry=retry_if_exception_type(), reraise=False):
    def attempt(state):
        function, args, kwargs, began, k = state
        try:
            outcome = Returned(k, function(*args, **kwargs))
        except Exception as error:
            outcome = Raised(k, error)
        if not retry.ask(outcome):
            return outcome.result()
        return Step(decide, state, outcome)

    def decide(state, outcome):
        function, args, kwargs, began, k = state
        if not stop.ask(outcome, time.monotonic() - began):
            return Step(pause, state)
        if reraise:
            outcome.result()
        raise RetryError(outcome) from outcome.exception()

    def pause(state):
        function, args, kwargs, began, k = state
        time.sleep(wait.ask(k))
        return Step(attempt, (function, args, kwargs, began, k + 1))

    def decorate(function):
        @functools.wraps(function)
        def run(*args, **kwargs):
            step = Step(attempt, (function, args, kwargs, time.monotonic(), 1))
            while isinstance(step, Step):
                step = step.function(*step.arguments)
            return step

        return run

    return decorate(func) if func else decorate


class Step:
    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments
