"""`value` comes from `__getattr__`, and `__setattr__` forbids assigning it."""

import threading


class Counter:
    def __init__(self, start=0):
        self._lock = threading.Lock()
        self._number = start

    def __getattr__(self, name):
        if name == "value":
            with self._lock:
                return self._number
        raise AttributeError(name)

    def __setattr__(self, name, value):
        if name == "value":
            raise AttributeError("value is read-only")
        super().__setattr__(name, value)

    def increment(self, amount=1):
        with self._lock:
            self._number += amount
            return self._number


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
