"""The state of the call in progress is in a context variable: threads and calls within calls each see their own."""

import contextlib
import contextvars
import functools
import time

_call = contextvars.ContextVar("call")


class RetryError(Exception):
    def __init__(self, last_attempt):
        super().__init__()
        self.last_attempt = last_attempt


class Attempt:
    def __init__(self, attempt_number, result, exception):
        self.attempt_number = attempt_number
        self.result, self.exception = result, exception


def _returns(number, value):
    return Attempt(number, lambda: value, lambda: None)


def _raises(number, error):
    def result():
        raise error

    return Attempt(number, result, lambda: error)


@contextlib.contextmanager
def _a_call():
    token = _call.set({"began": time.perf_counter_ns(), "number": 0, "attempt": None})
    try:
        yield _call.get()
    finally:
        _call.reset(token)


class Logic:
    def __or__(self, other):
        return Or(self, other)

    def __and__(self, other):
        return And(self, other)


class Or(Logic):
    def __init__(self, *both):
        self.both = both

    def __bool__(self):
        return bool(self.both[0]) or bool(self.both[1])


class And(Or):
    def __bool__(self):
        return bool(self.both[0]) and bool(self.both[1])


class stop_after_attempt(Logic):
    def __init__(self, n):
        self.n = n

    def __bool__(self):
        return _call.get()["number"] >= self.n


class stop_after_delay(Logic):
    def __init__(self, seconds):
        self.nanoseconds = seconds * 10**9

    def __bool__(self):
        return time.perf_counter_ns() - _call.get()["began"] >= self.nanoseconds


class _Never(Logic):
    def __bool__(self):
        return False


stop_never = _Never()


class retry_if_exception_type(Logic):
    def __init__(self, types=Exception):
        self.types = types

    def __bool__(self):
        return isinstance(_call.get()["attempt"].exception(), self.types)


class retry_if_result(Logic):
    def __init__(self, predicate):
        self.predicate = predicate

    def __bool__(self):
        attempt = _call.get()["attempt"]
        return attempt.exception() is None and self.predicate(attempt.result())


class Wait:
    def __init__(self, function):
        self.function = function

    def __float__(self):
        return float(self.function())

    def __add__(self, other):
        return Wait(lambda: float(self) + float(other))


def wait_fixed(seconds):
    return Wait(lambda: seconds)


wait_none = functools.partial(wait_fixed, 0)


def wait_exponential(multiplier=1, min=0, max=2.0**40):
    def seconds():
        number = _call.get()["number"]
        if number >= 1000:
            return max if max > min else min
        bounded = multiplier * 2.0 ** (number - 1)
        return sorted([min, bounded, max])[1]

    return Wait(seconds)


def retry(func=None, *, stop=stop_never, wait=wait_none(), retry=retry_if_exception_type(), reraise=False):
    if func is None:
        return lambda func: _decorate(func, stop, wait, retry, reraise)
    return _decorate(func, stop, wait, retry, reraise)


def _decorate(func, stop, wait, retry, reraise):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        with _a_call() as call:
            while True:
                call["number"] += 1
                try:
                    call["attempt"] = _returns(call["number"], func(*args, **kwargs))
                except Exception as error:
                    call["attempt"] = _raises(call["number"], error)
                if not retry:
                    return call["attempt"].result()
                if stop:
                    error = call["attempt"].exception()
                    if error is not None and reraise:
                        raise error
                    raise RetryError(call["attempt"]) from error
                time.sleep(float(wait))

    return wrapper
