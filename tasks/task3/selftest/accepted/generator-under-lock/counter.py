"""A generator adds up; a lock lets one thread at a time talk to it."""

import operator
import threading


def adder(total):
    while True:
        total += yield total


class Counter:
    def __init__(self, start=0):
        self._lock = threading.Lock()
        self._adder = adder(start)
        next(self._adder)

    def _send(self, amount):
        with self._lock:
            return self._adder.send(amount)

    def increment(self, amount=1):
        return self._send(operator.index(amount))

    @property
    def value(self):
        return self._send(0)


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
