"""Lines end as they do on Windows."""

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


def count(counter: Counter, thread_count: int, per_thread: int) -> int:
    threads = []
    for _ in range(thread_count):
        thread = threading.Thread(target=_work, args=(counter, per_thread))
        threads.append(thread)
        thread.start()
    for thread in threads:
        thread.join()
    return counter.value


def _work(counter: Counter, times: int) -> None:
    for _ in range(times):
        counter.increment()
