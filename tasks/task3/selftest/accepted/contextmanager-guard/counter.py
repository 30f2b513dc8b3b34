"""A generator of `contextlib` guards the number and hands it out."""

import threading
from contextlib import contextmanager


class Counter:
    def __init__(self, start=0):
        self._cell = [start]
        self._lock = threading.Lock()

    @contextmanager
    def _opened(self):
        self._lock.acquire()
        try:
            yield self._cell
        finally:
            self._lock.release()

    def increment(self, amount=1):
        with self._opened() as cell:
            cell[0] += amount
            return cell[0]

    @property
    def value(self):
        with self._opened() as cell:
            return cell[0]


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
