"""The sum meets at a barrier; the pool has an RLock and a counter of jobs that are not done."""

import threading
from queue import Empty, Queue


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
        self._queue = Queue()
        self._pending = 0
        self._state = threading.Condition(threading.RLock())
        self._closed = False
        self._threads = tuple(threading.Thread(target=self._serve) for _ in range(thread_count))
        for thread in self._threads:
            thread.start()

    def submit(self, func, *args, **kwargs):
        with self._state:
            if self._closed:
                raise RuntimeError("closed")
            self._pending += 1
            result = Result()
            self._queue.put((result, func, args, kwargs))
            return result

    def _serve(self):
        for job in iter(self._queue.get, None):
            self._do(*job)
            with self._state:
                self._pending -= 1
                self._state.notify_all()

    @staticmethod
    def _do(result, func, args, kwargs):
        try:
            result._finish(func(*args, **kwargs), None)
        except BaseException as error:
            result._finish(None, error)

    def close(self):
        with self._state:
            first, self._closed = not self._closed, True
            self._state.wait_for(lambda: self._pending == 0)
        if first:
            for _ in self._threads:
                self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def sum_using_threads(numbers, thread_count):
    parts = {}
    finish = threading.Barrier(thread_count + 1)

    def add(name, part):
        parts[name] = sum(part)
        finish.wait()

    for name in range(thread_count):
        begin, end = (len(numbers) * n // thread_count for n in (name, name + 1))
        threading.Thread(target=add, args=(name, numbers[begin:end])).start()
    finish.wait()
    return sum(parts.values())
