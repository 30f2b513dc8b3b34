"""A queue with one token in it: who has the token may work."""

import queue
import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._token = queue.SimpleQueue()
        self._token.put("token")

    def increment(self, amount=1):
        token = self._token.get()
        try:
            self._value += amount
            return self._value
        finally:
            self._token.put(token)

    @property
    def value(self):
        token = self._token.get()
        try:
            return self._value
        finally:
            self._token.put(token)


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
