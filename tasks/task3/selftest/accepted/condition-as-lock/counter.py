"""A condition nobody waits on is a lock with a longer name."""

import threading


class Counter:
    def __init__(self, start=0):
        self._changed = threading.Condition()
        self._value = start

    def increment(self, amount=1):
        with self._changed:
            self._value += amount
            self._changed.notify_all()
            return self._value

    @property
    def value(self):
        with self._changed:
            return self._value


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
