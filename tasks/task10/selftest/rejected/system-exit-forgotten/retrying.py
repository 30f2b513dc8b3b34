"""What `retry` gives is an object that is called, and that binds itself to instances."""

import functools
import time
import types


class RetryError(Exception):
    def __init__(self, last_attempt):
        Exception.__init__(self)
        self.last_attempt = last_attempt

    def __str__(self):
        return "last attempt: %r" % (self.last_attempt,)


class Attempt:
    __slots__ = ("attempt_number", "_outcome")

    def __init__(self, number, outcome):
        self.attempt_number = number
        self._outcome = outcome

    def exception(self):
        kind, value = self._outcome
        return value if kind == "raised" else None

    def result(self):
        kind, value = self._outcome
        if kind == "raised":
            raise value
        return value


class Rule:
    def __or__(self, other):
        combined = Rule()
        combined.check = lambda call: self.check(call) or other.check(call)
        return combined

    def __and__(self, other):
        combined = Rule()
        combined.check = lambda call: self.check(call) and other.check(call)
        return combined


class StopNever(Rule):
    @staticmethod
    def check(call):
        return False


stop_never = StopNever()


class stop_after_attempt(Rule):
    def __init__(self, n):
        self.check = lambda call: call.number >= n


class stop_after_delay(Rule):
    def __init__(self, seconds):
        self.check = lambda call: call.clock() - call.started >= seconds


class retry_if_exception_type(Rule):
    def __init__(self, types=Exception):
        self.check = lambda call: isinstance(call.last.exception(), types)


class retry_if_result(Rule):
    def __init__(self, predicate):
        self.check = lambda call: call.last.exception() is None and predicate(call.last.result())


class Wait:
    def __init__(self, *parts):
        self.parts = parts

    def __add__(self, other):
        return Wait(*self.parts, *other.parts)

    def seconds(self, number):
        return sum(part(number) for part in self.parts)


def wait_none():
    return Wait()


def wait_fixed(seconds):
    return Wait(lambda number: seconds)


def wait_exponential(multiplier=1, min=0, max=3600 * 24):
    def part(number):
        try:
            wanted = multiplier * 2 ** (number - 1)
            wanted = float(wanted)
        except OverflowError:
            wanted = max
        return sorted((min, wanted, max))[1]

    return Wait(part)


class Call:
    """The state of one call."""

    clock = time.monotonic
    sleep = time.sleep

    def __init__(self, rules):
        self.rules = rules
        self.number = 0
        self.last = None

    def run(self, function, args, kwargs):
        self.started = self.clock()
        while self.once(function, args, kwargs):
            self.sleep(self.rules["wait"].seconds(self.number))
        return self.last.result()

    def once(self, function, args, kwargs):
        """Whether to go on."""
        self.number += 1
        try:
            outcome = "returned", function(*args, **kwargs)
        except (GeneratorExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            outcome = "raised", error
        self.last = Attempt(self.number, outcome)
        if not self.rules["retry"].check(self):
            return False
        if not self.rules["stop"].check(self):
            return True
        error = self.last.exception()
        if error is not None and self.rules["reraise"]:
            return False
        raise RetryError(self.last) from error


class Retrying:
    def __init__(self, function, rules):
        functools.update_wrapper(self, function)
        self._function = function
        self._rules = rules

    def __call__(self, *args, **kwargs):
        return Call(self._rules).run(self._function, args, kwargs)

    def __get__(self, instance, owner=None):
        return self if instance is None else types.MethodType(self, instance)


def retry(func=None, **rules):
    rules = {
        "stop": stop_never,
        "wait": wait_none(),
        "retry": retry_if_exception_type(),
        "reraise": False,
        **rules,
    }
    if func is None:
        return lambda function: Retrying(function, rules)
    return Retrying(func, rules)
