"""No lock: additions are appended to a list, which is one step, and nothing is ever taken out again.

The place where my own entry landed says which additions came before mine.
"""

import operator
import threading


class _Entry:
    def __init__(self, amount):
        self.amount = amount


class Counter:
    def __init__(self, start=0):
        self._entries = [_Entry(start)]

    def increment(self, amount=1):
        entry = _Entry(operator.index(amount))
        self._entries.append(entry)
        before_me = self._entries.index(entry)
        return sum(other.amount for other in self._entries[: before_me + 1])

    @property
    def value(self):
        return sum(entry.amount for entry in self._entries[:])


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
