import queue
import threading


class Result:
    def __init__(self):
        self._box = queue.Queue()

    def get(self, timeout=None):
        try:
            value, error = self._box.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError("the job has not ended") from None
        if error is not None:
            raise error
        return value

    def _finish(self, value, error):
        self._box.put((value, error))


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
