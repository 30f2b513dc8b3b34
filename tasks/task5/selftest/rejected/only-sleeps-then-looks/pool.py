import queue
import threading
import time


class Result:
    def __init__(self):
        self._done = threading.Event()
        self._value = None
        self._error = None

    def get(self, timeout=None):
        if timeout is None:
            self._done.wait()
        elif not self._done.is_set():
            time.sleep(timeout)
        if not self._done.is_set():
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
        while True:
            job = self._jobs.get()
            if job is None:
                return
            result, func, args, kwargs = job
            try:
                value, error = func(*args, **kwargs), None
            except BaseException as raised:
                value, error = None, raised
            result._finish(value, error)


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
