"""Type hints of newer Pythons, as text, so that they work on old ones."""

from __future__ import annotations

from threading import Lock, Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing_extensions import Self

T = TypeVar("T", bound="int | bool")


class Guarded(Generic[T]):
    def __init__(self, content: T) -> None:
        self._content = content
        self._lock: Lock = Lock()

    def update(self, change: Callable[[T], T]) -> T:
        with self._lock:
            self._content = change(self._content)
            return self._content

    def get(self) -> T:
        with self._lock:
            return self._content


class Counter:
    def __init__(self: Self, start: int | None = 0) -> None:
        self._number: Guarded[int] = Guarded(start or 0)

    def increment(self, amount: int = 1) -> int:
        return self._number.update(lambda old: old + amount)

    @property
    def value(self) -> int:
        return self._number.get()


def count(counter: Counter, thread_count: int, per_thread: int) -> int:
    def work() -> None:
        for _ in range(per_thread):
            counter.increment()

    threads: list[Thread] = [Thread(target=work) for _ in range(thread_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter.value
