"""The numbers of all counters are in one registry that forgets a counter nobody uses any more."""

import threading
import weakref

_GUARD = threading.Lock()
_NUMBERS = weakref.WeakKeyDictionary()


class Counter:
    def __init__(self, start=0):
        with _GUARD:
            _NUMBERS[self] = start

    def increment(self, amount=1):
        with _GUARD:
            _NUMBERS[self] += amount
            return _NUMBERS[self]

    @property
    def value(self):
        with _GUARD:
            return _NUMBERS[self]


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
