"""A pool of worker threads with a queue of jobs (task5)."""

from typing import Any, Callable, List, Optional


class Result:
    """What a job will give."""

    def get(self, timeout: Optional[float] = None) -> Any:
        """Wait for the job; return its value, or raise the exception that it raised.

        Raise TimeoutError when the job has not ended within `timeout` seconds.
        """
        raise NotImplementedError("write Result.get")


class WorkerPool:
    """Threads that take jobs in the order of their submission; a context manager that closes on leaving."""

    def __init__(self, thread_count: int) -> None:
        """Begin with `thread_count` threads, at least one."""
        raise NotImplementedError("write WorkerPool.__init__")

    def submit(self, func: Callable, *args: Any, **kwargs: Any) -> Result:
        """Note the job `func(*args, **kwargs)` and return its result to come, without waiting for anything."""
        raise NotImplementedError("write WorkerPool.submit")

    def close(self) -> None:
        """Take no more jobs, let those that were submitted finish, and wait until the threads have ended."""
        raise NotImplementedError("write WorkerPool.close")

    def __enter__(self) -> "WorkerPool":
        """The pool itself."""
        raise NotImplementedError("write WorkerPool.__enter__")

    def __exit__(self, *exception: Any) -> None:
        """Close the pool; an exception goes on."""
        raise NotImplementedError("write WorkerPool.__exit__")


def sum_using_threads(numbers: List[int], thread_count: int) -> int:
    """The sum of `numbers`, added up in `thread_count` threads."""
    raise NotImplementedError("write sum_using_threads")
