"""Own threads; a Future of the standard library is the result."""

import queue
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout


class Result(Future):
    def get(self, timeout=None):
        try:
            return self.result(timeout)
        except FutureTimeout as error:
            if self.done():
                return self.result()
            raise TimeoutError(*error.args) from None


class WorkerPool:
    def __init__(self, thread_count):
        self._jobs = queue.Queue()
        self._lock = threading.Lock()
        self._closed = False
        self._threads = [threading.Thread(target=self._work) for _ in range(thread_count)]
        for thread in self._threads:
            thread.start()

    def submit(self, func, *args, **kwargs):
        result = Result()
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._jobs.put((result, func, args, kwargs))
        return result

    def close(self):
        with self._lock:
            if not self._closed:
                self._closed = True
                for _ in self._threads:
                    self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _work(self):
        for result, func, args, kwargs in iter(self._jobs.get, None):
            try:
                value = func(*args, **kwargs)
            except BaseException as error:
                result.set_exception(error)
            else:
                result.set_result(value)


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
