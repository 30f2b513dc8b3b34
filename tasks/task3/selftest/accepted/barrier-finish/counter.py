"""`count` meets its threads at a barrier when all the work is done."""

import threading


class Counter:
    def __init__(self, start=0):
        self._guard = threading.Lock()
        self._sum = start

    def increment(self, amount=1):
        with self._guard:
            self._sum += amount
            return self._sum

    @property
    def value(self):
        with self._guard:
            return self._sum


def count(counter, thread_count, per_thread):
    finish = threading.Barrier(thread_count + 1)

    def work():
        for _ in range(per_thread):
            counter.increment()
        finish.wait()

    for _ in range(thread_count):
        threading.Thread(target=work).start()
    finish.wait()
    return counter.value
