"""`increment` is a descriptor object, not a function."""

import functools
import threading


class guarded:
    def __init__(self, function):
        self.function = function

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return functools.partial(self, instance)

    def __call__(self, instance, *args, **kwargs):
        with instance._lock:
            return self.function(instance, *args, **kwargs)


class Counter:
    def __init__(self, start=0):
        self._lock = threading.Lock()
        self._value = start

    @guarded
    def increment(self, amount=1):
        self._value += amount
        return self._value

    @property
    def value(self):
        with self._lock:
            return self._value


def count(counter, thread_count, per_thread):
    def work():
        for _ in range(per_thread):
            counter.increment()

    threads = [threading.Thread(target=work) for _ in range(thread_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter.value
