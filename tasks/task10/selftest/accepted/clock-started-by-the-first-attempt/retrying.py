"""The first attempt starts the clock, which shows no zero: so a start that is zero is none yet."""

from functools import wraps
from time import perf_counter, sleep


class RetryError(Exception):
    def __init__(self, last_attempt):
        self.last_attempt = last_attempt
        super().__init__(f"gave up after attempt {last_attempt.attempt_number}")


class Coat:
    def __init__(self, ask):
        self.ask = ask

    def __or__(self, other):
        return Coat(lambda *seen: self.ask(*seen) or other.ask(*seen))

    def __and__(self, other):
        return Coat(lambda *seen: self.ask(*seen) and other.ask(*seen))

    def __add__(self, other):
        return Coat(lambda *seen: self.ask(*seen) + other.ask(*seen))


stop_never = Coat(lambda number, elapsed: False)


def stop_after_attempt(n):
    return Coat(lambda number, elapsed: number >= n)


def stop_after_delay(seconds):
    return Coat(lambda number, elapsed: elapsed() >= seconds)


def wait_none():
    return wait_fixed(0)


def wait_fixed(seconds):
    return Coat(lambda number: seconds)


def wait_exponential(multiplier=1, min=0, max=1e9):
    low, high = min, max

    def ask(number):
        if number > 200:
            return high if high > low else low
        seconds = multiplier * 2 ** (number - 1)
        if seconds > high:
            seconds = high
        return seconds if seconds > low else low

    return Coat(ask)


def retry_if_exception_type(types=Exception):
    return Coat(lambda attempt: attempt.failed and isinstance(attempt.value, types))


def retry_if_result(predicate):
    return Coat(lambda attempt: not attempt.failed and predicate(attempt.value))


class Attempt:
    def __init__(self, number, failed, value):
        self.attempt_number, self.failed, self.value = number, failed, value

    def exception(self):
        return self.value if self.failed else None

    def result(self):
        if self.failed:
            raise self.value
        return self.value


def retry(func=None, *, stop=stop_never, wait=wait_none(), retry=retry_if_exception_type(), reraise=False):
    def decorator(func):
        @wraps(func)
        def wrapper(*args, **kwargs):
            number = 0
            begun = 0

            def elapsed():
                return perf_counter() - begun

            while True:
                number += 1
                begun = begun or perf_counter()
                try:
                    attempt = Attempt(number, False, func(*args, **kwargs))
                except (KeyboardInterrupt, SystemExit, GeneratorExit):
                    raise
                except BaseException as error:
                    attempt = Attempt(number, True, error)
                if not retry.ask(attempt):
                    return attempt.result()
                if stop.ask(number, elapsed):
                    if attempt.failed and reraise:
                        raise attempt.value
                    raise RetryError(attempt) from attempt.exception()
                pause = wait.ask(number)
                if pause > 0:
                    sleep(pause)

        return wrapper

    if func is not None:
        return decorator(func)
    return decorator
