"""Workers and adders are subclasses of Thread; a Condition of its own for each result."""

import queue
import threading


class Worker(threading.Thread):
    def __init__(self, jobs):
        super().__init__()
        self.jobs = jobs

    def run(self):
        job = self.jobs.get()
        while job is not WorkerPool.END:
            job.run()
            job = self.jobs.get()


class Result:
    def __init__(self, func, args, kwargs):
        self._call = func, args, kwargs
        self._condition = threading.Condition()
        self._state = "waiting"

    def run(self):
        func, args, kwargs = self._call
        try:
            end = "value", func(*args, **kwargs)
        except BaseException as error:
            end = "error", error
        with self._condition:
            self._state, self._end = end
            self._condition.notify_all()

    def get(self, timeout=None):
        with self._condition:
            while self._state == "waiting":
                if not self._condition.wait(timeout):
                    raise TimeoutError(f"no result after {timeout} s")
        if self._state == "error":
            raise self._end
        return self._end


class WorkerPool:
    END = object()

    def __init__(self, thread_count):
        self.jobs = queue.SimpleQueue()
        self.workers = [Worker(self.jobs) for _ in range(thread_count)]
        self.lock = threading.RLock()
        self.closed = False
        for worker in self.workers:
            worker.start()

    def submit(self, func, *args, **kwargs):
        with self.lock:
            if self.closed:
                raise RuntimeError("cannot submit after close")
            result = Result(func, args, kwargs)
            self.jobs.put(result)
        return result

    def close(self):
        with self.lock:
            if self.closed:
                return
            self.closed = True
            for _ in self.workers:
                self.jobs.put(self.END)
        for worker in self.workers:
            worker.join()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()


class Adder(threading.Thread):
    def __init__(self, numbers):
        threading.Thread.__init__(self)
        self.numbers = numbers
        self.total = 0

    def run(self):
        for number in self.numbers:
            self.total += number


def sum_using_threads(numbers, thread_count):
    adders = [Adder(numbers[n::thread_count]) for n in range(thread_count)]
    for adder in adders:
        adder.start()
    total = 0
    for adder in adders:
        adder.join()
        total += adder.total
    return total
