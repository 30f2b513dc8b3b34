import threading


def make(start):
    number = start

    def add(amount):
        nonlocal number
        number += amount
        return number

    def read():
        return number

    return add, read


class Counter:
    def __init__(self, start=0):
        self._add, self._read = make(start)

    def increment(self, amount=1):
        return self._add(amount)

    @property
    def value(self):
        return self._read()


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
