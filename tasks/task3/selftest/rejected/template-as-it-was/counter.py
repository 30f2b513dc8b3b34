"""A counter that many threads may use at once (task3)."""


class Counter:
    """A whole number that can only be changed by `increment`."""

    def __init__(self, start: int = 0) -> None:
        """Begin at `start`."""
        raise NotImplementedError("write Counter.__init__")

    def increment(self, amount: int = 1) -> int:
        """Add `amount` and return the value right after this addition."""
        raise NotImplementedError("write Counter.increment")

    @property
    def value(self) -> int:
        """The number that the counter has now; it cannot be assigned."""
        raise NotImplementedError("write Counter.value")


def count(counter: Counter, thread_count: int, per_thread: int) -> int:
    """Call `counter.increment()` `per_thread` times in each of `thread_count` new threads.

    Wait until all of them have ended, then return `counter.value`.
    """
    raise NotImplementedError("write count")
