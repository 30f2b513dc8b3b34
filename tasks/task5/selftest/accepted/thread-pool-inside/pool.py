"""multiprocessing.pool.ThreadPool does the work; what a job raises travels as a value."""

import multiprocessing.pool
import multiprocessing


class Result:
    def __init__(self, inner):
        self._inner = inner

    def get(self, timeout=None):
        try:
            value, error = self._inner.get(timeout)
        except multiprocessing.TimeoutError:
            raise TimeoutError("not yet") from None
        if error is not None:
            raise error
        return value


def caught(func, args, kwargs):
    try:
        return func(*args, **kwargs), None
    except BaseException as error:
        return None, error


class WorkerPool:
    def __init__(self, thread_count):
        self._pool = multiprocessing.pool.ThreadPool(thread_count)

    def submit(self, func, *args, **kwargs):
        try:
            return Result(self._pool.apply_async(caught, (func, args, kwargs)))
        except ValueError:
            raise RuntimeError("the pool is closed") from None

    def close(self):
        self._pool.close()
        self._pool.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def sum_using_threads(numbers, thread_count):
    with multiprocessing.pool.ThreadPool(thread_count) as pool:
        return sum(pool.map(sum, [numbers[n::thread_count] for n in range(thread_count)]))
