"""The long way round to an attribute, all of it under the lock."""

import threading


class Counter:
    def __init__(self, start=0):
        setattr(self, "_lock", threading.Lock())
        vars(self)["_value"] = start

    def increment(self, amount=1):
        with self._lock:
            setattr(self, "_value", getattr(self, "_value") + amount)
            return self.__dict__["_value"]

    @property
    def value(self):
        with self._lock:
            return vars(self)["_value"]


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
