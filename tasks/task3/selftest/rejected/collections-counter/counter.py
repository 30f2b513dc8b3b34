import collections
import threading


class Counter:
    def __init__(self, start=0):
        self._tally = collections.Counter(total=start)

    def increment(self, amount=1):
        self._tally["total"] += amount
        return self._tally["total"]

    @property
    def value(self):
        return self._tally["total"]


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
