import operator
import threading


class Counter:
    def __init__(self, start=0):
        self._amounts = [start]

    def increment(self, amount=1):
        self._amounts.append(operator.index(amount))
        return sum(self._amounts)

    @property
    def value(self):
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
