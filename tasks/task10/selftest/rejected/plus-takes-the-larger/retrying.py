"""A generator hands out attempts, waits between them, and ends when nothing more is worth trying."""

import functools
import time as clock


class RetryError(Exception):
    last_attempt = None


class Attempt:
    """As a context manager it keeps what its block raised."""

    def __init__(self, number):
        self.attempt_number = number
        self._exception = None
        self._result = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self._exception = error
        return isinstance(error, Exception)

    def keep(self, value):
        self._result = value

    def exception(self):
        return self._exception

    def result(self):
        if self._exception is None:
            return self._result
        raise self._exception


class Operators:
    def __or__(self, other):
        return Either(self, other)

    def __and__(self, other):
        return Both(self, other)

    def __add__(self, other):
        return Plus(self, other)


class Pair(Operators):
    def __init__(self, left, right):
        self.left, self.right = left, right


class Either(Pair):
    def holds(self, attempt, begun):
        return self.left.holds(attempt, begun) or self.right.holds(attempt, begun)


class Both(Pair):
    def holds(self, attempt, begun):
        return self.left.holds(attempt, begun) and self.right.holds(attempt, begun)


class Plus(Pair):
    def seconds(self, attempt):
        return max(self.left.seconds(attempt), self.right.seconds(attempt))


class stop_after_attempt(Operators):
    def __init__(self, n):
        self.n = n

    def holds(self, attempt, begun):
        return attempt.attempt_number >= self.n


class stop_after_delay(Operators):
    def __init__(self, seconds):
        self.limit = seconds

    def holds(self, attempt, begun):
        return clock.perf_counter() - begun >= self.limit


stop_never = stop_after_attempt(float("inf"))


class wait_fixed(Operators):
    def __init__(self, seconds):
        self._seconds = seconds

    def seconds(self, attempt):
        return self._seconds


def wait_none():
    return wait_fixed(0)


class wait_exponential(Operators):
    def __init__(self, multiplier=1, min=0, max=10**6):
        self.multiplier, self.min, self.max = multiplier, min, max

    def seconds(self, attempt):
        # 2 ** 60 seconds are longer than anybody waits.
        exponent = min(attempt.attempt_number - 1, 60)
        return max(self.min, min(self.multiplier * 2**exponent, self.max))


class retry_if_exception_type(Operators):
    def __init__(self, types=Exception):
        self.types = types

    def holds(self, attempt, begun):
        return isinstance(attempt.exception(), self.types)


class retry_if_result(Operators):
    def __init__(self, predicate):
        self.predicate = predicate

    def holds(self, attempt, begun):
        return attempt.exception() is None and self.predicate(attempt.result())


def attempts(stop, wait, retry, reraise):
    begun = clock.perf_counter()
    number = 1
    while True:
        attempt = Attempt(number)
        yield attempt
        if not retry.holds(attempt, begun):
            return
        if stop.holds(attempt, begun):
            error = attempt.exception()
            if reraise and error is not None:
                raise error
            failure = RetryError(f"attempt {number} was the last")
            failure.last_attempt = attempt
            raise failure from error
        clock.sleep(wait.seconds(attempt))
        number += 1


def retry(func=None, *, stop=stop_never, wait=wait_none(), retry=retry_if_exception_type(), reraise=False):
    if func is None:
        return functools.partial(_retry, stop=stop, wait=wait, retry=retry, reraise=reraise)
    return _retry(func, stop=stop, wait=wait, retry=retry, reraise=reraise)


def _retry(func, **rules):
    @functools.wraps(func)
    def call(*args, **kwargs):
        for attempt in attempts(**rules):
            with attempt:
                attempt.keep(func(*args, **kwargs))
        return attempt.result()

    return call
