"""No `__dict__`: two slots with mangled names."""

import threading


class Counter:
    __slots__ = ("__lock", "__value")

    def __init__(self, start=0):
        self.__lock = threading.Lock()
        self.__value = start

    def increment(self, amount=1):
        with self.__lock:
            self.__value += amount
            return self.__value

    @property
    def value(self):
        with self.__lock:
            return self.__value


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
