"""The number itself lies in a queue of length one; whoever took it out puts it back."""

import threading
from queue import Queue


class Counter:
    def __init__(self, start=0):
        self._box = Queue(maxsize=1)
        self._box.put(start)

    def increment(self, amount=1):
        number = self._box.get()
        try:
            number += amount
            return number
        finally:
            self._box.put(number)

    @property
    def value(self):
        number = self._box.get()
        self._box.put(number)
        return number


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
