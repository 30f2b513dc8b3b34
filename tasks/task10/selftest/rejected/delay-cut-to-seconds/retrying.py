"""Coroutine style: each call is a generator that yields seconds to sleep; rules are plain tuples in a subclass of tuple."""
import functools
import time as clock


class RetryError(Exception):
    @property
    def last_attempt(self):
        return self.args[0]


class _Attempt:
    def __init__(self, number, thunk):
        self.attempt_number = number
        self._error = self._value = None
        try:
            self._value = thunk()
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            self._error = error

    def exception(self):
        return self._error

    def result(self):
        if self._error is None:
            return self._value
        raise self._error


class _Rule(tuple):
    def __new__(cls, *parts):
        return super().__new__(cls, parts)

    def __call__(self, attempt, passed):
        combine, *parts = self
        return combine(part(attempt, passed) for part in parts)

    def __or__(self, other):
        return _Rule(any, self, other)

    def __and__(self, other):
        return _Rule(all, self, other)

    def __add__(self, other):
        return _Rule(sum, self, other)


def _rule(function):
    return _Rule(next, function)


def _simple(function):
    return _rule(lambda attempt, passed: function(attempt, passed))


stop_never = _simple(lambda attempt, passed: False)
stop_after_attempt = lambda n: _simple(lambda attempt, passed: attempt.attempt_number >= n)
stop_after_delay = lambda seconds: _simple(lambda attempt, passed: passed >= seconds)
wait_none = lambda: _simple(lambda attempt, passed: 0)
wait_fixed = lambda seconds: _simple(lambda attempt, passed: seconds)


def wait_exponential(multiplier=1, min=0, max=float("inf")):
    def seconds(attempt, passed):
        wanted, left = multiplier, attempt.attempt_number - 1
        while left and 0 < wanted < max:
            wanted, left = wanted * 2, left - 1
        return sorted([min, wanted, max])[1]
    return _simple(seconds)


def retry_if_exception_type(types=Exception):
    return _simple(lambda attempt, passed: isinstance(attempt.exception(), types))


def retry_if_result(predicate):
    return _simple(lambda attempt, passed: attempt.exception() is None and bool(predicate(attempt.result())))


def retry(func=None, *, stop=stop_never, wait=wait_none(), retry=retry_if_exception_type(), reraise=False):
    wanted = retry

    def steps(call):
        start = clock.monotonic()
        number = 1
        while True:
            attempt = _Attempt(number, call)
            passed = int(clock.monotonic() - start)
            if not wanted(attempt, passed):
                return attempt.result()
            if stop(attempt, passed):
                if reraise and attempt.exception() is not None:
                    raise attempt.exception()
                raise RetryError(attempt) from attempt.exception()
            yield wait(attempt, passed)
            number += 1

    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            machine = steps(functools.partial(func, *args, **kwargs))
            while True:
                try:
                    pause = next(machine)
                except StopIteration as end:
                    return end.value
                clock.sleep(pause)
        return wrapper

    return decorate(func) if func else decorate
