"""People queue up and pass one at a time."""

import threading


class Turnstile:
    def __init__(self):
        self._lock = threading.Lock()

    def __enter__(self):
        self._lock.acquire()
        return self

    def __exit__(self, *error):
        self._lock.release()
        return False
