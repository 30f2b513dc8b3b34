"""One condition guards the jobs, the flag and the results."""

from collections import deque
from threading import Condition, Thread
from typing import Any, Callable, List, Optional


class Result:
    def __init__(self, changed: Condition) -> None:
        self._changed = changed
        self._outcome = None

    def get(self, timeout: Optional[float] = None) -> Any:
        with self._changed:
            if not self._changed.wait_for(lambda: self._outcome is not None, timeout):
                raise TimeoutError
        value, error = self._outcome
        if error is not None:
            raise error
        return value


class WorkerPool:
    def __init__(self, thread_count: int) -> None:
        self._changed = Condition()
        self._jobs = deque()
        self._open = True
        self._threads = [Thread(target=self._run, name=f"worker {n}") for n in range(thread_count)]
        for thread in self._threads:
            thread.start()

    def submit(self, func: Callable, *args: Any, **kwargs: Any) -> Result:
        with self._changed:
            if not self._open:
                raise RuntimeError("closed")
            result = Result(self._changed)
            self._jobs.append((result, func, args, kwargs))
            self._changed.notify_all()
            return result

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._jobs:
                    if not self._open:
                        return
                    self._changed.wait()
                result, func, args, kwargs = self._jobs.popleft()
            try:
                outcome = func(*args, **kwargs), None
            except BaseException as error:
                outcome = None, error
            with self._changed:
                result._outcome = outcome
                self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._open = False
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(self, *exc: Any) -> None:
        self.close()


def sum_using_threads(numbers: List[int], thread_count: int) -> int:
    bounds = [len(numbers) * n // thread_count for n in range(thread_count + 1)]
    with WorkerPool(thread_count) as pool:
        parts = [pool.submit(sum, numbers[a:b]) for a, b in zip(bounds, bounds[1:])]
    return sum(part.get() for part in parts)
