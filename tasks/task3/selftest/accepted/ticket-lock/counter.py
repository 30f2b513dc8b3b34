"""Ticket lock: who comes first is served first."""
import itertools
import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._tickets = itertools.count()
        self._serving = 0
        self._turn = threading.Condition()

    def increment(self, amount=1):
        with self._turn:
            ticket = next(self._tickets)
            while self._serving != ticket:
                self._turn.wait()
        try:
            new = self._value + amount
            self._value = new
            return new
        finally:
            with self._turn:
                self._serving += 1
                self._turn.notify_all()

    @property
    def value(self):
        return self._value


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
