"""The state lives in a generator; `count` uses timers that are due at once."""
import threading


def adder(value):
    while True:
        amount = yield value
        if not isinstance(amount, int):
            amount = TypeError(f"not a number: {amount!r}")
            value, amount = value, amount
            yield amount
            continue
        value += amount


class Counter:
    def __init__(self, start=0):
        self._lock = threading.Lock()
        self._state = adder(start)
        self._last = next(self._state)

    def increment(self, amount=1):
        if not isinstance(amount, int):
            raise TypeError(f"not a number: {amount!r}")
        with self._lock:
            self._last = self._state.send(amount)
            return self._last

    @property
    def value(self):
        with self._lock:
            return self._last


def count(counter, thread_count, per_thread):
    def work():
        for _ in range(per_thread):
            counter.increment()

    timers = [threading.Timer(0, work) for _ in range(thread_count)]
    for timer in timers:
        timer.start()
    for timer in timers:
        timer.join()
    return counter.value
