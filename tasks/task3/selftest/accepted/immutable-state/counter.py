"""The state is a named tuple that is never changed, only replaced under a lock."""

import threading
from typing import NamedTuple


class State(NamedTuple):
    total: int
    additions: int


class Counter:
    def __init__(self, start: int = 0) -> None:
        self._state = State(start, 0)
        self._lock = threading.Lock()

    def increment(self, amount: int = 1) -> int:
        with self._lock:
            old = self._state
            self._state = new = old._replace(total=old.total + amount, additions=old.additions + 1)
        return new.total

    @property
    def value(self) -> int:
        return self._state.total


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
