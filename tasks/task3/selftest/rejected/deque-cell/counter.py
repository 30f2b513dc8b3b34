import threading
from collections import deque


class Counter:
    def __init__(self, start=0):
        self._cell = deque([start], maxlen=1)

    def increment(self, amount=1):
        self._cell.append(self._cell[-1] + amount)
        return self._cell[-1]

    @property
    def value(self):
        return self._cell[-1]


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
