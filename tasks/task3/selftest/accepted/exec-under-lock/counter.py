"""The addition is a piece of text that is run under the lock."""

import threading

_ADD = compile("cell['number'] += amount", "<add>", "exec")


class Counter:
    def __init__(self, start=0):
        self._cell = {"number": start}
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            exec(_ADD, {"cell": self._cell, "amount": amount})
            return self._cell["number"]

    @property
    def value(self):
        with self._lock:
            return eval("cell['number']", {"cell": self._cell})


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
