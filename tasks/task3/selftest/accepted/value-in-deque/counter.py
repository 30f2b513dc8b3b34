"""The number lies in a deque; who finds it empty tries again."""

import threading
import time
from collections import deque


class Counter:
    def __init__(self, start=0):
        self._place = deque([start])

    def _take(self):
        while True:
            try:
                return self._place.pop()
            except IndexError:
                time.sleep(0)

    def increment(self, amount=1):
        number = self._take()
        try:
            number = number + amount
        finally:
            self._place.append(number)
        return number

    @property
    def value(self):
        while True:
            try:
                return self._place[0]
            except IndexError:
                time.sleep(0)


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
