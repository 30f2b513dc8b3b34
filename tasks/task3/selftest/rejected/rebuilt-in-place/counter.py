import operator
import threading


class Counter:
    def __init__(self, start=0):
        self._start = self._total = start
        self._amounts = []
        self._lock = threading.Lock()

    def increment(self, amount=1):
        amount = operator.index(amount)
        with self._lock:
            self._amounts.append(amount)
            self._total = self._start
            for each in self._amounts:
                self._total += each
            return self._total

    @property
    def value(self):
        return self._total


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
