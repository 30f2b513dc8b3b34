"""A data class with a lock among its fields."""

from dataclasses import InitVar, dataclass, field
from threading import Lock, Thread
from typing import Any


@dataclass(eq=False)
class Counter:
    start: InitVar[int] = 0
    _total: int = field(init=False)
    _lock: Any = field(init=False, repr=False, default_factory=Lock)

    def __post_init__(self, start: int) -> None:
        self._total = start

    def increment(self, amount: int = 1) -> int:
        with self._lock:
            self._total += amount
            return self._total

    @property
    def value(self) -> int:
        with self._lock:
            return self._total


@dataclass
class Job:
    counter: Counter
    times: int

    def __call__(self) -> None:
        for _ in range(self.times):
            self.counter.increment()


def count(counter: Counter, thread_count: int, per_thread: int) -> int:
    threads = [Thread(target=Job(counter, per_thread)) for _ in range(thread_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter.value
