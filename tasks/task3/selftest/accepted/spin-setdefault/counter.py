"""A lock made of a dictionary: `setdefault` tells who came first; the others look again and again."""

import threading
import time


class SpinLock:
    def __init__(self):
        self._held = {}

    def __enter__(self):
        me = object()
        while self._held.setdefault("owner", me) is not me:
            time.sleep(0)

    def __exit__(self, *_error):
        del self._held["owner"]


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = SpinLock()

    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            return self._value

    @property
    def value(self):
        with self._lock:
            return self._value


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
