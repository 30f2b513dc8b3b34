"""`count` uses an executor; a barrier makes sure that each job gets a thread of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = Lock()

    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            return self._value

    @property
    def value(self):
        with self._lock:
            return self._value


def _job(counter, per_thread, barrier):
    barrier.wait()
    for _ in range(per_thread):
        counter.increment()


def count(counter, thread_count, per_thread):
    if thread_count > 0:
        barrier = Barrier(thread_count)
        with ThreadPoolExecutor(max_workers=thread_count) as executor:
            jobs = [executor.submit(_job, counter, per_thread, barrier) for _ in range(thread_count)]
            for job in jobs:
                job.result()
    return counter.value
