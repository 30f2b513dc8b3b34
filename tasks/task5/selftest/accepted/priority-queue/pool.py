"""Jobs are numbered and taken by number; the end has the highest one."""

import itertools
import queue
import threading


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
        self._jobs = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._work) for _ in range(thread_count)]
        for thread in self._threads:
            thread.start()

    def submit(self, func, *args, **kwargs):
        with self._lock:
            if self._closing.is_set():
                raise RuntimeError("closed")
            result = Result()
            self._jobs.put((next(self._numbers), result, lambda: func(*args, **kwargs)))
        return result

    def _work(self):
        while True:
            number, result, call = self._jobs.get()
            if number == float("inf"):
                self._jobs.put((number, None, None))
                return
            try:
                value = call()
            except BaseException as error:
                result._finish(None, error)
            else:
                result._finish(value, None)

    def close(self):
        with self._lock:
            if not self._closing.is_set():
                self._closing.set()
                self._jobs.put((float("inf"), None, None))
        for thread in self._threads:
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
