"""A plain counter that knows nothing of threads, and a mixin that locks it."""

import threading


class PlainCounter:
    def __init__(self, start=0):
        self._value = start

    def increment(self, amount=1):
        self._value += amount
        return self._value

    @property
    def value(self):
        return self._value


class Locked:
    def __init__(self, *args, **kwargs):
        self._lock = threading.Lock()
        super().__init__(*args, **kwargs)

    def increment(self, *args, **kwargs):
        with self._lock:
            return super().increment(*args, **kwargs)

    @property
    def value(self):
        with self._lock:
            return super().value


class Counter(Locked, PlainCounter):
    pass


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
