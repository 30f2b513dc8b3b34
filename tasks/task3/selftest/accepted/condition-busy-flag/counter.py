"""A busy flag under a condition: whoever finds it set waits, and looks again after waking up."""

import threading


class Counter:
    def __init__(self, start=0):
        self._condition = threading.Condition(threading.Lock())
        self._busy = False
        self._value = start

    def _enter(self):
        with self._condition:
            while self._busy:
                self._condition.wait()
            self._busy = True

    def _leave(self):
        with self._condition:
            self._busy = False
            self._condition.notify()

    def increment(self, amount=1):
        self._enter()
        try:
            self._value += amount
            return self._value
        finally:
            self._leave()

    @property
    def value(self):
        self._enter()
        try:
            return self._value
        finally:
            self._leave()


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
