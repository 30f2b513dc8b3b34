"""A semaphore counts the jobs; a deque keeps them."""

import threading
from collections import deque


class Result:
    __slots__ = ("_ready", "_value", "_error")

    def __init__(self):
        self._ready = threading.Semaphore(0)
        self._value = self._error = None

    def get(self, timeout=None):
        if not self._ready.acquire(timeout=timeout):
            raise TimeoutError
        self._ready.release()
        if self._error:
            raise self._error[0]
        return self._value


class WorkerPool:
    def __init__(self, thread_count):
        self.count = thread_count
        self.jobs = deque()
        self.number = threading.Semaphore(0)
        self.gate = threading.Lock()
        self.closed = False
        self.threads = []
        for _ in range(thread_count):
            self.threads.append(threading.Thread(target=self.loop))
            self.threads[-1].start()

    def submit(self, func, *args, **kwargs):
        result = Result()
        with self.gate:
            if self.closed:
                raise RuntimeError("closed")
            self.jobs.append((result, func, args, kwargs))
            self.number.release()
        return result

    def loop(self):
        while self.number.acquire():
            try:
                result, func, args, kwargs = self.jobs.popleft()
            except IndexError:
                return
            try:
                result._value = func(*args, **kwargs)
            except BaseException as error:
                result._error = [error]
            finally:
                result._ready.release()

    def close(self):
        with self.gate:
            first = not self.closed
            self.closed = True
        if first:
            for _ in self.threads:
                self.number.release()
        for thread in self.threads:
            thread.join()

    __enter__ = lambda self: self

    def __exit__(self, kind, error, trace):
        self.close()
        return False


def sum_using_threads(numbers, thread_count):
    sums = [0] * thread_count

    def add(place):
        sums[place] = sum(numbers[place::thread_count])

    threads = [threading.Thread(target=add, args=(place,)) for place in range(thread_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(sums)
