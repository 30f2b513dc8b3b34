"""A rule makes a coroutine for each call, so that it may remember what it likes."""

import functools
import itertools
import time


class RetryError(Exception):
    def __init__(self, last_attempt):
        super().__init__(last_attempt)
        self.last_attempt = last_attempt


class Factory:
    def __init__(self, make):
        self.make = make

    def start(self):
        coroutine = self.make()
        next(coroutine)
        return coroutine.send

    def _with(self, other, combine):
        def make():
            left, right = self.start(), other.start()
            answer = None
            while True:
                seen = yield answer
                answer = combine(left(seen), right(seen))

        return Factory(make)

    def __or__(self, other):
        return self._with(other, lambda a, b: a or b)

    def __and__(self, other):
        return self._with(other, lambda a, b: a and b)

    def __add__(self, other):
        return self._with(other, lambda a, b: a + b)


def rule(function):
    @functools.wraps(function)
    def make(*args, **kwargs):
        return Factory(functools.partial(function, *args, **kwargs))

    return make


@rule
def never():
    while True:
        yield False


stop_never = never()


@rule
def stop_after_attempt(n):
    yield
    for number in itertools.count(1):
        yield number >= n


@rule
def stop_after_delay(seconds):
    # Started when the call is: just before its first attempt.
    until = time.monotonic() + seconds
    yield
    while True:
        yield time.monotonic() >= until


@rule
def wait_none():
    while True:
        yield 0


@rule
def wait_fixed(seconds):
    while True:
        yield seconds


@rule
def wait_exponential(multiplier=1, min=0, max=10**7):
    yield
    seconds = multiplier
    while True:
        bounded = seconds if seconds < max else max
        yield bounded if bounded > min else min
        if seconds < max:
            seconds = seconds * 2


@rule
def retry_if_exception_type(types=Exception):
    attempt = yield
    while True:
        attempt = yield isinstance(attempt.exception(), types)


@rule
def retry_if_result(predicate):
    attempt = yield
    while True:
        attempt = yield attempt.exception() is None and predicate(attempt.result())


class Attempt:
    def __init__(self, number, function):
        self.attempt_number = number
        try:
            value = function()
            self.result = lambda: value
            self.exception = lambda: None
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            self._error = error
            self.exception = lambda: self._error
            self.result = self._raise

    def _raise(self):
        raise self._error


def retry(func=None, *, stop=stop_never, wait=wait_none(), retry=retry_if_exception_type(), reraise=False):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            stops, waits, retries = stop.start(), wait.start(), retry.start()
            for number in itertools.count(1):
                attempt = Attempt(number, lambda: func(*args, **kwargs))
                if not retries(attempt):
                    return attempt.result()
                if stops(attempt):
                    if reraise:
                        attempt.result()
                    raise RetryError(attempt) from attempt.exception()
                time.sleep(waits(attempt))

        return wrapper

    return decorator if func is None else decorator(func)
