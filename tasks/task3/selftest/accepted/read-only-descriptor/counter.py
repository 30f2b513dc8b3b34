"""`value` is a descriptor written by hand."""

import threading


class ReadOnly:
    def __init__(self, source):
        self.source = source

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        with instance._lock:
            return getattr(instance, self.source)

    def __set__(self, instance, value):
        raise AttributeError("%s is read-only" % self.name)


class Counter:
    value = ReadOnly("_number")

    def __init__(self, start=0):
        self._lock = threading.Lock()
        self._number = start

    def increment(self, amount=1):
        with self._lock:
            self._number += amount
            return self._number


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
