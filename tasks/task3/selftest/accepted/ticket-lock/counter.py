"""As at the counter of a bakery: draw a number, wait until it is called."""

import itertools
import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._tickets = itertools.count()
        self._serving = 0
        self._called = threading.Condition()

    def increment(self, amount=1):
        ticket = next(self._tickets)
        with self._called:
            self._called.wait_for(lambda: self._serving == ticket)
            try:
                self._value += amount
                return self._value
            finally:
                self._serving += 1
                self._called.notify_all()

    @property
    def value(self):
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
