"""All numbers are in one global dictionary, all changes under one global lock."""

import itertools
import threading

lock = threading.Lock()
numbers = {}
next_name = itertools.count(1)


class Counter:
    def __init__(self, start=0):
        self.name = next(next_name)
        numbers[self.name] = start

    def increment(self, amount=1):
        global lock
        lock.acquire()
        try:
            numbers[self.name] += amount
            return numbers[self.name]
        finally:
            lock.release()

    @property
    def value(self):
        return numbers[self.name]


def count(counter, thread_count, per_thread):
    def work():
        for _ in range(per_thread):
            counter.increment()

    threads = [threading.Thread(target=work) for _ in range(thread_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter.value
