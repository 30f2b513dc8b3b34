"""One table of locks for the class, one lock for each counter that is alive."""

import threading


class Counter:
    _locks = {}

    def __init__(self, start=0):
        self._value = start

    def _lock(self):
        # `setdefault` with an `int` key is a single step: every thread gets the same lock.
        return self._locks.setdefault(id(self), threading.Lock())

    def increment(self, amount=1):
        with self._lock():
            self._value += amount
            return self._value

    @property
    def value(self):
        with self._lock():
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
