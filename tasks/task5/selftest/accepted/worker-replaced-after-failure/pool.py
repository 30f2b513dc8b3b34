"""A job that raises ends its thread, which starts another in its place."""

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
        self._jobs = queue.Queue()
        self._lock = threading.Lock()
        self._closed = False
        self._threads = []
        self._alive = thread_count
        self._all_gone = threading.Condition(self._lock)
        with self._lock:
            for _ in range(thread_count):
                self._start()

    def _start(self):
        thread = threading.Thread(target=self._work)
        self._threads.append(thread)
        thread.start()

    def submit(self, func, *args, **kwargs):
        result = Result()
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._jobs.put((result, func, args, kwargs))
        return result

    def _work(self):
        while True:
            job = self._jobs.get()
            if job is None:
                break
            result, func, args, kwargs = job
            try:
                value = func(*args, **kwargs)
            except BaseException as error:
                with self._lock:
                    self._start()
                result._finish(None, error)
                return
            result._finish(value, None)
        with self._lock:
            self._alive -= 1
            self._all_gone.notify_all()

    def close(self):
        with self._lock:
            if not self._closed:
                self._closed = True
                for _ in range(self._alive):
                    self._jobs.put(None)
            self._all_gone.wait_for(lambda: self._alive == 0)
            threads = self._threads[:]
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
