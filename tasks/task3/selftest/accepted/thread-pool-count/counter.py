"""`multiprocessing.pool.ThreadPool` in `count`, one job for each thread."""

import threading
from multiprocessing.pool import ThreadPool


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            return self._value

    @property
    def value(self):
        return self._value


def count(counter, thread_count, per_thread):
    if not thread_count:
        return counter.value
    everybody_here = threading.Barrier(thread_count)

    def job(_number):
        everybody_here.wait()
        for _ in range(per_thread):
            counter.increment()

    with ThreadPool(thread_count) as pool:
        pool.map(job, range(thread_count), chunksize=1)
    return counter.value
