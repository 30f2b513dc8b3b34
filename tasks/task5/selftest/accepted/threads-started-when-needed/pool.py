"""A thread is started with a job that finds none idle, as long as there may be more."""

import threading
from collections import deque


class Result:
    def __init__(self):
        self._done = threading.Event()
        self._value = None
        self._error = None

    def get(self, timeout=None):
        if not self._done.wait(timeout):
            raise TimeoutError("the job has not ended")
        if self._error is not None:
            raise self._error
        return self._value

    def _finish(self, value, error):
        self._value, self._error = value, error
        self._done.set()


class WorkerPool:
    def __init__(self, thread_count):
        self._limit = thread_count
        self._idle = 0
        self._jobs = deque()
        self._threads = []
        self._closed = False
        self._wake = threading.Condition(threading.Lock())

    def submit(self, func, *args, **kwargs):
        result = Result()
        with self._wake:
            if self._closed:
                raise RuntimeError("closed")
            self._jobs.append((result, func, args, kwargs))
            if self._idle >= len(self._jobs):
                self._wake.notify()
            elif len(self._threads) < self._limit:
                thread = threading.Thread(target=self._work)
                self._threads.append(thread)
                thread.start()
        return result

    def _next(self):
        with self._wake:
            self._idle += 1
            while not self._jobs and not self._closed:
                self._wake.wait()
            self._idle -= 1
            return self._jobs.popleft() if self._jobs else None

    def _work(self):
        while True:
            job = self._next()
            if job is None:
                break
            result, func, args, kwargs = job
            value = error = None
            try:
                value = func(*args, **kwargs)
            except BaseException as raised:
                error = raised
            result._finish(value, error)

    def close(self):
        with self._wake:
            self._closed = True
            self._wake.notify_all()
            threads = list(self._threads)
        for thread in threads:
            thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


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
