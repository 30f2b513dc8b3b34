import threading


class Counter:
    _guard = threading.Lock()

    def __init__(self, start=0):
        self._value = start
        self._lock = None

    def increment(self, amount=1):
        if self._lock is None:
            with self._guard:
                self._lock = threading.Lock()
        with self._lock:
            self._value += amount
            return self._value

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
