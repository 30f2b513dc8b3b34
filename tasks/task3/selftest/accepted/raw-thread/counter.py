"""The low-level module: each thread opens a lock when it is done."""

import _thread


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._mutex = _thread.allocate_lock()

    def increment(self, amount=1):
        with self._mutex:
            self._value += amount
            return self._value

    @property
    def value(self):
        with self._mutex:
            return self._value


def _work(counter, per_thread, finished):
    try:
        for _ in range(per_thread):
            counter.increment()
    finally:
        finished.release()


def count(counter, thread_count, per_thread):
    ends = []
    for _ in range(thread_count):
        finished = _thread.allocate_lock()
        finished.acquire()
        ends.append(finished)
        _thread.start_new_thread(_work, (counter, per_thread, finished))
    for finished in ends:
        finished.acquire()
    return counter.value
