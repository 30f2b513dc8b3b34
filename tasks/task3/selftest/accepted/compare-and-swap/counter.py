"""No lock: every state has a number, and only one thread can be the first to enter the next state.

`dict.setdefault` with an `int` key is one step; whoever loses the race looks again.
"""

import threading


class _State:
    __slots__ = ("total",)

    def __init__(self, total):
        self.total = total


class Counter:
    def __init__(self, start=0):
        self._states = {0: _State(start)}

    def increment(self, amount=1):
        while True:
            latest = len(self._states) - 1
            mine = _State(self._states[latest].total + amount)
            if self._states.setdefault(latest + 1, mine) is mine:
                return mine.total

    @property
    def value(self):
        return self._states[len(self._states) - 1].total


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
