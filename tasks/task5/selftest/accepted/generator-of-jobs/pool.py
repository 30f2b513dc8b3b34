"""Workers iterate over a generator of their own; results are data classes with an Event."""

import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Optional


@dataclass
class Result:
    done: threading.Event = field(default_factory=threading.Event)
    value: Any = None
    error: Optional[BaseException] = None

    def get(self, timeout=None):
        if self.done.wait(timeout):
            if self.error is None:
                return self.value
            raise self.error
        raise TimeoutError


class WorkerPool:
    def __init__(self, thread_count):
        self.ready = threading.Condition()
        self.queue = deque()
        self.closed = False
        self.threads = []
        while len(self.threads) < thread_count:
            thread = threading.Thread(target=self.work)
            self.threads.append(thread)
            thread.start()

    def jobs(self):
        while True:
            with self.ready:
                self.ready.wait_for(lambda: self.queue or self.closed)
                if not self.queue:
                    return
                job = self.queue.popleft()
            yield job

    @contextmanager
    def settling(self, result):
        try:
            yield
        except BaseException as error:
            result.error = error
        result.done.set()

    def work(self):
        for result, func, args, kwargs in self.jobs():
            with self.settling(result):
                result.value = func(*args, **kwargs)

    def submit(self, func, *args, **kwargs):
        with self.ready:
            if self.closed:
                raise RuntimeError("closed")
            result = Result()
            self.queue.append((result, func, args, kwargs))
            self.ready.notify()
        return result

    def close(self):
        with self.ready:
            self.closed = True
            self.ready.notify_all()
        for thread in self.threads:
            thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def sum_using_threads(numbers, thread_count):
    size = -(-len(numbers) // thread_count) or 1
    with WorkerPool(thread_count) as pool:
        parts = [pool.submit(sum, numbers[at : at + size]) for at in range(0, len(numbers), size)]
        return sum(part.get() for part in parts)
