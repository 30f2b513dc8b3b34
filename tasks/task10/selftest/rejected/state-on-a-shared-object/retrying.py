"""An object that is copied for each call, as tenacity does it."""

import functools
import operator
import time


class RetryError(Exception):
    """The last attempt failed as well."""

    def __init__(self, last_attempt):
        self.last_attempt = last_attempt
        super().__init__(last_attempt)


class Attempt:
    def __init__(self, number):
        self.attempt_number = number
        self.has_result = False

    def set_result(self, value):
        self._result, self.has_result = value, True

    def set_exception(self, error):
        self._error = error

    def exception(self):
        return None if self.has_result else self._error

    def result(self):
        if not self.has_result:
            raise self._error
        return self._result


def _binary(symbol):
    def method(self, other):
        return type(self).base(lambda retrying: symbol(self(retrying), other(retrying)))

    return method


class stop_base:
    def __init__(self, ask):
        self.ask = ask

    def __call__(self, retrying):
        return bool(self.ask(retrying))

    __or__ = _binary(operator.or_)
    __and__ = _binary(operator.and_)


class retry_base(stop_base):
    pass


class wait_base(stop_base):
    def __call__(self, retrying):
        return self.ask(retrying)

    __add__ = _binary(operator.add)


stop_base.base, retry_base.base, wait_base.base = stop_base, retry_base, wait_base

stop_never = stop_base(lambda retrying: False)


class stop_after_attempt(stop_base):
    def __init__(self, n):
        super().__init__(lambda retrying: retrying.attempt.attempt_number >= n)


class stop_after_delay(stop_base):
    def __init__(self, seconds):
        super().__init__(lambda retrying: time.monotonic() >= retrying.began + seconds)


class wait_none(wait_base):
    def __init__(self):
        super().__init__(lambda retrying: 0.0)


class wait_fixed(wait_base):
    def __init__(self, seconds):
        super().__init__(lambda retrying: seconds)


class wait_exponential(wait_base):
    def __init__(self, multiplier=1, min=0, max=1e9):
        self.multiplier, self.min, self.max = multiplier, min, max
        super().__init__(self._seconds)

    def _seconds(self, retrying):
        try:
            wanted = self.multiplier * (2 ** (retrying.attempt.attempt_number - 1))
        except OverflowError:
            return max(self.min, self.max)
        return max(min(wanted, self.max), self.min)


class retry_if_exception_type(retry_base):
    def __init__(self, types=Exception):
        super().__init__(lambda retrying: isinstance(retrying.attempt.exception(), types))


class retry_if_result(retry_base):
    def __init__(self, predicate):
        super().__init__(lambda r: r.attempt.has_result and predicate(r.attempt.result()))


class Retrying:
    stop, wait, retry, reraise = stop_never, wait_none(), retry_if_exception_type(), False

    def __init__(self, **rules):
        vars(self).update(rules)

    def wraps(self, function):
        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            return self._call(function, args, kwargs)

        wrapped.retry = self
        return wrapped

    def _call(self, function, args, kwargs):
        self.began = time.monotonic()
        self.attempt = Attempt(1)
        while True:
            try:
                self.attempt.set_result(function(*args, **kwargs))
            except Exception as error:
                self.attempt.set_exception(error)
            if not self.retry(self):
                return self.attempt.result()
            if self.stop(self):
                if self.reraise and not self.attempt.has_result:
                    raise self.attempt.exception()
                raise RetryError(self.attempt) from self.attempt.exception()
            time.sleep(self.wait(self))
            self.attempt = Attempt(self.attempt.attempt_number + 1)


def retry(*functions, **rules):
    if functions and functions[0] is not None:
        return Retrying(**rules).wraps(functions[0])
    rules.pop("func", None)
    return Retrying(**rules).wraps
