"""All results are kept in the pool under numbers; waiters share one condition."""

import threading


class Result:
    def __init__(self, pool, number):
        self.pool, self.number = pool, number

    def get(self, timeout=None):
        pool = self.pool
        with pool.condition:
            if not pool.condition.wait_for(lambda: self.number in pool.ends, timeout):
                raise TimeoutError
            good, what = pool.ends[self.number]
        if not good:
            raise what
        return what


class WorkerPool:
    def __init__(self, thread_count):
        self.condition = threading.Condition()
        self.jobs = {}
        self.ends = {}
        self.submitted = self.taken = 0
        self.closed = False
        self.threads = [threading.Thread(target=self.work) for _ in range(thread_count)]
        [thread.start() for thread in self.threads]

    def submit(self, func, *args, **kwargs):
        with self.condition:
            if self.closed:
                raise RuntimeError
            number = self.submitted
            self.submitted += 1
            self.jobs[number] = func, args, kwargs
            self.condition.notify_all()
        return Result(self, number)

    def work(self):
        while True:
            with self.condition:
                self.condition.wait_for(lambda: self.taken < self.submitted or self.closed)
                if self.taken == self.submitted:
                    return
                number = self.taken
                self.taken += 1
                func, args, kwargs = self.jobs.pop(number)
            try:
                end = True, func(*args, **kwargs)
            except BaseException as error:
                end = False, error
            with self.condition:
                self.ends[number] = end
                self.condition.notify_all()

    def close(self):
        with self.condition:
            self.closed = True
            self.condition.notify_all()
        for thread in self.threads:
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
