"""The locking is inherited from a class in a module of its own."""

import threading

from guarded import Guarded


class Counter(Guarded):
    def __init__(self, start=0):
        super().__init__()
        self._value = start

    def increment(self, amount=1):
        return self._change(lambda old: old + amount)


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
