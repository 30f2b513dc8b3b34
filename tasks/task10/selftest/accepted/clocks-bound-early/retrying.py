"""The clock and the sleep are taken once, in five different ways."""

import functools
import time as t
from time import CLOCK_MONOTONIC, clock_gettime
from time import sleep as nap

read = functools.partial(clock_gettime, CLOCK_MONOTONIC)
ELSEWHERE = {"perf": t.perf_counter, "nanoseconds": t.perf_counter_ns}


class RetryError(Exception):
    def __init__(self, last_attempt):
        super().__init__("no more attempts")
        self.last_attempt = last_attempt


class Watch:
    look = t.monotonic
    look_closely = staticmethod(t.monotonic_ns)

    def __init__(self):
        self.began = [self.look(), self.look_closely() * 1e-9, read(), ELSEWHERE["perf"]()]

    def elapsed(self):
        now = [self.look(), self.look_closely() * 1e-9, read(), ELSEWHERE["perf"]()]
        # They all agree, but for the last digits.
        return round(max(after - before for before, after in zip(self.began, now)), 6)


class Rule:
    def __init__(self, test):
        self.test = test

    __or__ = lambda one, two: Rule(lambda *x: one.test(*x) or two.test(*x))  # noqa: E731
    __and__ = lambda one, two: Rule(lambda *x: one.test(*x) and two.test(*x))  # noqa: E731


class Pause(float):
    """A pause that does not depend on the number of the attempt."""

    def after(self, number):
        return float(self)

    def __add__(self, other):
        return Pauses([self, other])


class Pauses(list):
    def after(self, number):
        return sum(pause.after(number) for pause in self)

    def __add__(self, other):
        return Pauses([*self, other])


class wait_exponential:
    def __init__(self, multiplier=1, min=0, max=1_000_000):
        self.multiplier, self.min, self.max = multiplier, min, max

    def after(self, number):
        power = 1 << (number - 1)
        # As long as the pause is not capped the power is small.
        seconds = self.max if power * 1024 > self.max * 2**40 else self.multiplier * power
        return max(self.min, min(self.max, seconds))

    def __add__(self, other):
        return Pauses([self, other])


wait_fixed = Pause


def wait_none():
    return Pause(0)


stop_never = Rule(lambda number, watch: False)
stop_after_attempt = lambda n: Rule(lambda number, watch: number >= n)  # noqa: E731
stop_after_delay = lambda seconds: Rule(lambda number, watch: watch.elapsed() >= seconds)  # noqa: E731


def retry_if_exception_type(types=Exception):
    return Rule(lambda attempt: isinstance(attempt.error, types))


def retry_if_result(predicate):
    return Rule(lambda attempt: attempt.error is None and predicate(attempt.value))


class Attempt:
    error = value = None
    attempt_number = 0

    def exception(self):
        return self.error

    def result(self):
        if self.error:
            raise self.error
        return self.value


def retry(func=None, *, stop=stop_never, wait=Pause(0), retry=Rule(lambda a: isinstance(a.error, Exception)), reraise=False, _nap=nap):
    if func is None:
        return functools.partial(globals()["retry"], stop=stop, wait=wait, retry=retry, reraise=reraise)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        watch, number = Watch(), 0
        while True:
            number += 1
            attempt = Attempt()
            attempt.attempt_number = number
            try:
                attempt.value = func(*args, **kwargs)
            except Exception as error:
                attempt.error = error
            if not retry.test(attempt):
                return attempt.result()
            if stop.test(number, watch):
                if reraise and attempt.error is not None:
                    raise attempt.error
                raise RetryError(attempt) from attempt.error
            _nap(wait.after(number))

    return wrapper
