"""A reentrant lock: `increment` reads its own locked property while it holds the lock."""

import threading


class Counter:
    def __init__(self, start=0):
        self._lock = threading.RLock()
        self._value = start

    @property
    def value(self):
        with self._lock:
            return self._value

    def increment(self, amount=1):
        with self._lock:
            self._value = self.value + amount
            return self.value


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
