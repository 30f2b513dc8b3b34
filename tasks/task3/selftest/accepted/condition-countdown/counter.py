"""`count` waits on a condition until the number of running threads is zero."""

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
    running = thread_count
    nobody_left = threading.Condition()

    def work():
        nonlocal running
        for _ in range(per_thread):
            counter.increment()
        with nobody_left:
            running -= 1
            if running == 0:
                nobody_left.notify()

    for _ in range(thread_count):
        threading.Thread(target=work).start()
    with nobody_left:
        nobody_left.wait_for(lambda: running == 0)
    return counter.value
