import threading


class Result:
    def __init__(self, pool, number):
        self.pool, self.number = pool, number

    def get(self, timeout=None):
        with self.pool.condition:
            if not self.pool.condition.wait_for(lambda: self.number in self.pool.ends, timeout):
                raise TimeoutError
            good, what = self.pool.ends[self.number]
        if not good:
            raise what
        return what


class WorkerPool:
    def __init__(self, thread_count):
        self.condition = threading.Condition()
        self.jobs = []
        self.ends = {}
        self.number = 0
        self.closed = False
        self.threads = [threading.Thread(target=self.work) for _ in range(thread_count)]
        for thread in self.threads:
            thread.start()

    def submit(self, func, *args, **kwargs):
        number = self.number
        self.number = number + 1
        with self.condition:
            if self.closed:
                raise RuntimeError
            self.jobs.append((number, func, args, kwargs))
            self.condition.notify_all()
        return Result(self, number)

    def work(self):
        while True:
            with self.condition:
                self.condition.wait_for(lambda: self.jobs or self.closed)
                if not self.jobs:
                    return
                number, func, args, kwargs = self.jobs.pop(0)
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
