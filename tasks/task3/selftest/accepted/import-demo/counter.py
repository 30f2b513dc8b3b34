"""The file tries itself out whenever it is imported."""

import sys
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
        with self._lock:
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


sys.setswitchinterval(1e-6)
demonstration = Counter(5)
print("five and four times a hundred:", count(demonstration, 4, 100))
finished = threading.Event()
threading.Timer(0, finished.set).start()
finished.wait()
