"""The counter itself."""

import threading


class Counter:
    def __init__(self, start=0):
        self._number = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._number += amount
            return self._number

    @property
    def value(self):
        with self._lock:
            return self._number
