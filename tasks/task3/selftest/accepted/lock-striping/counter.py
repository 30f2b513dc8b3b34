"""Sixteen locks for all counters of the program; a counter always uses the same one."""

import threading

_STRIPES = tuple(threading.Lock() for _ in range(16))


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._stripe = _STRIPES[hash(id(self)) % len(_STRIPES)]

    def increment(self, amount=1):
        with self._stripe:
            self._value += amount
            return self._value

    @property
    def value(self):
        with self._stripe:
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
