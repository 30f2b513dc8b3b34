"""Every job has a thread of its own; tickets let them begin in order, and only so many at once."""

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
        self._limit = thread_count
        self._turn = threading.Condition()
        self._issued = self._begun = self._running = 0
        self._closed = False
        self._threads = []

    def submit(self, func, *args, **kwargs):
        result = Result()
        with self._turn:
            if self._closed:
                raise RuntimeError("closed")
            ticket = self._issued
            self._issued += 1
            thread = threading.Thread(target=self._run, args=(ticket, result, func, args, kwargs))
            self._threads.append(thread)
            thread.start()
        return result

    def _run(self, ticket, result, func, args, kwargs):
        with self._turn:
            self._turn.wait_for(lambda: self._begun == ticket and self._running < self._limit)
            self._begun += 1
            self._running += 1
            self._turn.notify_all()
        value = error = None
        try:
            value = func(*args, **kwargs)
        except BaseException as raised:
            error = raised
        with self._turn:
            self._running -= 1
            self._turn.notify_all()
        result._finish(value, error)

    def close(self):
        with self._turn:
            self._closed = True
            threads = self._threads[:]
        for thread in threads:
            thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def sum_using_threads(numbers, thread_count):
    lock = threading.Lock()
    total = 0

    def add(part):
        nonlocal total
        for number in part:
            with lock:
                total += number

    threads = [threading.Thread(target=add, args=(numbers[n::thread_count],)) for n in range(thread_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return total
