"""The threads of `count` are a class of their own."""

import threading


class Counter:
    def __init__(self, start: int = 0) -> None:
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount: int = 1) -> int:
        with self._lock:
            self._value += amount
            return self._value

    @property
    def value(self) -> int:
        with self._lock:
            return self._value


class Worker(threading.Thread):
    def __init__(self, counter: Counter, times: int) -> None:
        super().__init__()
        self.counter = counter
        self.times = times

    def run(self) -> None:
        for _ in range(self.times):
            self.counter.increment()


def count(counter: Counter, thread_count: int, per_thread: int) -> int:
    workers = [Worker(counter, per_thread) for _ in range(thread_count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return counter.value
