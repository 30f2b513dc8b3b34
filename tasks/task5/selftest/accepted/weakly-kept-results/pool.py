"""The pool keeps results weakly: nobody computes for a caller who has forgotten, but every job is still run."""

import queue
import threading
import weakref


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
        self._jobs = queue.SimpleQueue()
        self._open = threading.Lock()
        self._closed = False
        self._threads = {threading.Thread(target=self._work) for _ in range(thread_count)}
        for thread in self._threads:
            thread.start()

    def submit(self, func, *args, **kwargs):
        result = Result()
        with self._open:
            if self._closed:
                raise RuntimeError("closed")
            self._jobs.put((weakref.ref(result), func, args, kwargs))
        return result

    def _work(self):
        for reference, func, args, kwargs in iter(self._jobs.get, ()):
            value = error = None
            try:
                value = func(*args, **kwargs)
            except BaseException as raised:
                error = raised
            result = reference()
            if result is not None:
                result._finish(value, error)
            del result

    def close(self):
        with self._open:
            if self._closed:
                return
            self._closed = True
            for _ in self._threads:
                self._jobs.put(())
        for thread in self._threads:
            thread.join()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
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
