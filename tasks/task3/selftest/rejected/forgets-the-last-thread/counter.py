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
    thread = None
    for _ in range(thread_count):
        previous, thread = thread, threading.Thread(target=lambda: [counter.increment() for _ in range(per_thread)])
        thread.start()
        if previous is not None:
            previous.join()
    return counter.value
