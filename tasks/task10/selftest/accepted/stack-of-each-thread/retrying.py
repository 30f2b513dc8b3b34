"""The calls in progress of each thread are on a stack of that thread's own."""

import functools
import threading
import time


class RetryError(Exception):
    pass


class Attempt:
    def __init__(self, attempt_number, ok, payload):
        self.attempt_number = attempt_number
        self.ok = ok
        self.payload = payload

    def exception(self):
        return None if self.ok else self.payload

    def result(self):
        if self.ok:
            return self.payload
        raise self.payload


class Calls(threading.local):
    def __init__(self):
        self.stack = []

    @property
    def top(self):
        return self.stack[-1]


calls = Calls()


class Rule:
    def __init__(self, asked, left=None, right=None):
        self.asked, self.left, self.right = asked, left, right

    def __or__(self, other):
        return Rule("or", self, other)

    def __and__(self, other):
        return Rule("and", self, other)

    def __bool__(self):
        raise TypeError("ask with holds()")

    def holds(self):
        if self.asked == "or":
            return self.left.holds() or self.right.holds()
        if self.asked == "and":
            return self.left.holds() and self.right.holds()
        return self.asked(calls.top)


def stop_after_attempt(n):
    return Rule(lambda call: call["attempt"].attempt_number >= n)


def stop_after_delay(seconds):
    return Rule(lambda call: time.monotonic() - call["began"] >= seconds)


stop_never = Rule(lambda call: False)


def retry_if_exception_type(types=Exception):
    return Rule(lambda call: isinstance(call["attempt"].exception(), types))


def retry_if_result(predicate):
    return Rule(lambda call: call["attempt"].ok and predicate(call["attempt"].payload))


class Wait:
    """A list of functions of k whose values are added."""

    def __init__(self, *functions):
        self.functions = functions

    def __add__(self, other):
        return Wait(*self.functions, *other.functions)

    def after(self, k):
        return sum((function(k) for function in self.functions), 0)


def wait_none():
    return Wait()


def wait_fixed(seconds):
    return Wait(lambda k: seconds)


def wait_exponential(multiplier=1, min=0, max=1 << 40):
    def seconds(k):
        if multiplier == 0:
            return min
        # Compared before it is multiplied: 2 ** (k - 1) may be no float.
        if 2 ** (k - 1) >= max / multiplier:
            return max if max >= min else min
        value = multiplier * 2 ** (k - 1)
        return value if value >= min else min

    return Wait(seconds)


def retry(func=None, *, stop=stop_never, wait=wait_none(), retry=retry_if_exception_type(), reraise=False):
    def decorate(func):
        def one_more(call, args, kwargs):
            number = 1 if call["attempt"] is None else call["attempt"].attempt_number + 1
            try:
                value = func(*args, **kwargs)
            except (KeyboardInterrupt, SystemExit, GeneratorExit):
                raise
            except BaseException as error:
                call["attempt"] = Attempt(number, False, error)
            else:
                call["attempt"] = Attempt(number, True, value)

        def give_up(attempt):
            error = attempt.exception()
            if reraise and error is not None:
                return error
            failure = RetryError(f"{attempt.attempt_number} attempts were not enough")
            failure.last_attempt = attempt
            failure.__cause__ = error
            return failure

        @functools.wraps(func)
        def call(*args, **kwargs):
            calls.stack.append({"began": time.monotonic(), "attempt": None})
            try:
                one_more(calls.top, args, kwargs)
                while retry.holds():
                    if stop.holds():
                        raise give_up(calls.top["attempt"])
                    pause = wait.after(calls.top["attempt"].attempt_number)
                    if pause:
                        time.sleep(pause)
                    one_more(calls.top, args, kwargs)
                return calls.top["attempt"].result()
            finally:
                calls.stack.pop()

        return call

    if callable(func):
        return decorate(func)
    return decorate
