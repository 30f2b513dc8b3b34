"""`functools.partial` makes the targets of the threads."""

import functools
import itertools
import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            return self._value

    @property
    def value(self):
        with self._lock:
            return self._value


def repeat(function, times):
    for _ in itertools.repeat(None, times):
        function()


def count(counter, thread_count, per_thread):
    target = functools.partial(repeat, counter.increment, times=per_thread)
    threads = list(map(lambda _: threading.Thread(target=target), range(thread_count)))
    for thread in threads:
        thread.start()
    for thread in reversed(threads):
        thread.join()
    return counter.value
