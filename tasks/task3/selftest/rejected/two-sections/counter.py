import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.RLock()

    def _add(self, amount):
        with self._lock:
            self._value += amount

    def _read(self):
        with self._lock:
            return self._value

    def increment(self, amount=1):
        self._add(amount)
        return self._read()

    @property
    def value(self):
        return self._read()


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
