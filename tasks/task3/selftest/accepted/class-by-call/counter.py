"""The class is made by a call of `type`."""

import threading


def _init(self, start=0):
    self._value = start
    self._lock = threading.Lock()


def _increment(self, amount=1):
    with self._lock:
        self._value += amount
        return self._value


Counter = type(
    "Counter",
    (),
    {"__init__": _init, "increment": _increment, "value": property(lambda self: self._value)},
)


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
