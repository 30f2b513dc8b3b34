"""The threads are in a module of their own."""

import threading
from functools import partial

from crew import Crew


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
        self.crew = Crew(thread_count)

    def submit(self, func, *args, **kwargs):
        result = Result()
        self.crew.add(partial(self.run, result, partial(func, *args, **kwargs)))
        return result

    @staticmethod
    def run(result, call):
        try:
            value = call()
        except BaseException as error:
            result._finish(None, error)
        else:
            result._finish(value, None)

    def close(self):
        self.crew.dismiss()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def sum_using_threads(numbers, thread_count):
    crew = Crew(thread_count)
    parts = [0] * thread_count

    def add(place):
        parts[place] = sum(numbers[place::thread_count])

    for place in range(thread_count):
        crew.add(partial(add, place))
    crew.dismiss()
    return sum(parts)
