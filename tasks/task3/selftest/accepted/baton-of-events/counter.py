"""Who comes waits for the event of the one who came before, and then wakes the next."""

import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._door = threading.Lock()
        self._last = threading.Event()
        self._last.set()

    def increment(self, amount=1):
        mine = threading.Event()
        with self._door:
            before_me, self._last = self._last, mine
        before_me.wait()
        try:
            self._value += amount
            return self._value
        finally:
            mine.set()

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
