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
        self._lock = threading.Lock()
        self._places = threading.Semaphore(thread_count)
        self._closed = False
        self._threads = []

    def submit(self, func, *args, **kwargs):
        result = Result()
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            thread = threading.Thread(target=self._work, args=(result, func, args, kwargs))
            self._threads.append(thread)
            thread.start()
        return result

    def close(self):
        with self._lock:
            self._closed = True
        for thread in self._threads:
            thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _work(self, result, func, args, kwargs):
        with self._places:
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
