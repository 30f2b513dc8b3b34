"""Idle workers stand in a line, each with an event of its own; a job goes to the first of them."""

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


class Worker:
    def __init__(self, pool):
        self.pool = pool
        self.wake = threading.Event()
        self.job = None
        self.thread = threading.Thread(target=self.run)

    def run(self):
        closed = False
        while not closed:
            self.wake.wait()
            self.wake.clear()
            job, closed = self.pool.next_for(self)
            while job is not None:
                result, func, args, kwargs = job
                try:
                    result._finish(func(*args, **kwargs), None)
                except BaseException as error:
                    result._finish(None, error)
                job, closed = self.pool.next_for(self)


class WorkerPool:
    def __init__(self, thread_count):
        self.lock = threading.Lock()
        self.closed = False
        self.waiting = deque()
        self.workers = [Worker(self) for _ in range(thread_count)]
        self.idle = deque(self.workers)
        for worker in self.workers:
            worker.thread.start()

    def next_for(self, worker):
        with self.lock:
            job, worker.job = worker.job, None
            if job is None and self.waiting:
                job = self.waiting.popleft()
            if job is None and worker not in self.idle:
                self.idle.append(worker)
            return job, self.closed and job is None

    def submit(self, func, *args, **kwargs):
        result = Result()
        job = result, func, args, kwargs
        with self.lock:
            if self.closed:
                raise RuntimeError("closed")
            if self.idle:
                worker = self.idle.popleft()
                worker.job = job
                worker.wake.set()
            else:
                self.waiting.append(job)
        return result

    def close(self):
        with self.lock:
            self.closed = True
            for worker in self.workers:
                worker.wake.set()
        for worker in self.workers:
            worker.thread.join()

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
