import threading
from concurrent.futures import ThreadPoolExecutor


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
        with self._lock:
            return self._value


def count(counter, thread_count, per_thread):
    together = threading.Barrier(max(thread_count, 1))

    def work():
        together.wait()
        for _ in range(per_thread):
            counter.increment()

    with ThreadPoolExecutor(max_workers=thread_count) as executor:
        for _ in range(thread_count):
            executor.submit(work)
    return counter.value
