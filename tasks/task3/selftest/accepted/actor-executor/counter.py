"""An executor with a single worker puts all additions in a line."""

import threading
from concurrent.futures import ThreadPoolExecutor


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._line = ThreadPoolExecutor(max_workers=1)

    def _add(self, amount):
        self._value += amount
        return self._value

    def increment(self, amount=1):
        return self._line.submit(self._add, amount).result()

    @property
    def value(self):
        return self._line.submit(lambda: self._value).result()


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
