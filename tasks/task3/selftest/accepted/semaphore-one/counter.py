"""A semaphore with one place."""

from threading import Semaphore, Thread


class Counter:
    def __init__(self, start=0):
        self.__place = Semaphore(1)
        self.__value = start

    def increment(self, amount=1):
        with self.__place:
            self.__value += amount
            return self.__value

    @property
    def value(self):
        with self.__place:
            return self.__value


def count(counter, thread_count, per_thread):
    ready = Semaphore(0)

    def work():
        try:
            for _ in range(per_thread):
                counter.increment()
        finally:
            ready.release()

    for _ in range(thread_count):
        Thread(target=work).start()
    for _ in range(thread_count):
        ready.acquire()
    return counter.value
