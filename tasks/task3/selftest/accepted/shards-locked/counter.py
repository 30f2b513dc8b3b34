"""Each thread adds in a shard of its own; totals are made with all shards locked, in a fixed order."""

import threading
from contextlib import ExitStack


class Counter:
    SHARDS = 3

    def __init__(self, start=0):
        self._sums = [start] + [0] * (self.SHARDS - 1)
        self._locks = [threading.Lock() for _ in self._sums]

    def _all_locked(self):
        stack = ExitStack()
        for lock in self._locks:
            stack.enter_context(lock)
        return stack

    def increment(self, amount=1):
        shard = threading.get_ident() % self.SHARDS
        with self._all_locked():
            self._sums[shard] += amount
            return sum(self._sums)

    @property
    def value(self):
        with self._all_locked():
            return sum(self._sums)


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
