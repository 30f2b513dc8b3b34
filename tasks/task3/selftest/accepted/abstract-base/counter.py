"""What a counter is, and one that can stand many threads."""

import abc
import threading


class BaseCounter(abc.ABC):
    @abc.abstractmethod
    def increment(self, amount=1):
        """Add and return the sum."""

    @property
    @abc.abstractmethod
    def value(self):
        """The sum."""


class Counter(BaseCounter):
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            return self._value

    @property
    def value(self):
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
