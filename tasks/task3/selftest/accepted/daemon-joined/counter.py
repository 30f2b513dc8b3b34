"""Daemon threads are fine as long as somebody waits for them."""

import threading


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
    threads = set()
    for _ in range(thread_count):
        thread = threading.Thread(
            target=lambda: [counter.increment() for _ in range(per_thread)], daemon=True
        )
        threads.add(thread)
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(timeout=0.1)
    return counter.value
