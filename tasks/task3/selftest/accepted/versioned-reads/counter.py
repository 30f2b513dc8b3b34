"""Readers take no lock: they read a version before and after, and try again when it changed or is odd."""
import threading
import time


class Counter:
    def __init__(self, start=0):
        self._lock = threading.Lock()
        self._version = 0
        self._low, self._high = start, 0

    def increment(self, amount=1):
        if isinstance(amount, str):
            raise TypeError("a text is no amount")
        with self._lock:
            self._version += 1
            try:
                self._low += amount
            finally:
                self._version += 1
            return self._low + self._high

    @property
    def value(self):
        while True:
            before = self._version
            if before % 2 == 0:
                value = self._low + self._high
                if self._version == before:
                    return value
            time.sleep(0)


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
