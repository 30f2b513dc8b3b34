"""Each thread of `count` sets an event of its own when it is done."""

import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            return self._value

    @property
    def value(self):
        return self._value


def count(counter, thread_count, per_thread):
    def work(finished):
        for _ in range(per_thread):
            counter.increment()
        finished.set()

    events = [threading.Event() for _ in range(thread_count)]
    for event in events:
        threading.Thread(target=work, args=[event]).start()
    for event in events:
        event.wait()
    return counter.value
