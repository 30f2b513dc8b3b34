"""The counter keeps the list of all additions and adds them up when it is asked."""

import threading


class Counter:
    def __init__(self, start=0):
        self._amounts = [start]
        self._lock = threading.Lock()

    def increment(self, amount=1):
        if not isinstance(amount, int):
            raise TypeError("amount must be an int")
        with self._lock:
            self._amounts.append(amount)
            return sum(self._amounts)

    @property
    def value(self):
        with self._lock:
            return sum(self._amounts)


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
