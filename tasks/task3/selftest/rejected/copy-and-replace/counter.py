import threading
from collections import namedtuple

State = namedtuple("State", "total")


class Counter:
    def __init__(self, start=0):
        self._state = State(start)

    def increment(self, amount=1):
        state = self._state
        self._state = state = state._replace(total=state.total + amount)
        return state.total

    @property
    def value(self):
        return self._state.total


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
