#!/usr/bin/env python3
"""A small command line program around the counter."""

import argparse
import threading


class Counter:
    """A number that grows."""

    def __init__(self, start: int = 0) -> None:
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount: int = 1) -> int:
        """Add, and say what came out.

        >>> Counter(2).increment(3)
        5
        """
        with self._lock:
            self._value += amount
            return self._value

    @property
    def value(self) -> int:
        """The number now."""
        with self._lock:
            return self._value

    def __repr__(self) -> str:
        return f"Counter({self.value})"


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("threads", type=int, nargs="?", default=4)
    parser.add_argument("times", type=int, nargs="?", default=1000)
    arguments = parser.parse_args()
    print(count(Counter(), arguments.threads, arguments.times))


if __name__ == "__main__":
    main()
