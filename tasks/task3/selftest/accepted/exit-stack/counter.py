"""The lock goes on an `ExitStack`."""

import threading
from contextlib import ExitStack


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with ExitStack() as stack:
            stack.enter_context(self._lock)
            self._value += amount
            return self._value

    @property
    def value(self):
        return self._value


def count(counter, thread_count, per_thread):
    def work():
        for _ in range(per_thread):
            counter.increment()

    with ExitStack() as stack:
        for _ in range(thread_count):
            thread = threading.Thread(target=work)
            thread.start()
            stack.callback(thread.join)
    return counter.value
