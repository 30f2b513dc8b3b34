import operator
import threading


class Number:
    def __init__(self, n):
        self.n = n

    def __iadd__(self, amount):
        self.n = self.n + amount
        return self


class Counter:
    def __init__(self, start=0):
        self._number = Number(start)

    def increment(self, amount=1):
        return operator.iadd(self._number, amount).n

    @property
    def value(self):
        return self._number.n


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
