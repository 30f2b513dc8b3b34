import itertools
import threading

_names = itertools.count()


class Counter:
    def __init__(self, start=0):
        self._name = "_number_%d" % next(_names)
        globals()[self._name] = start

    def increment(self, amount=1):
        globals()[self._name] += amount
        return globals()[self._name]

    @property
    def value(self):
        return globals()[self._name]


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
