import threading


class Counter:
    def __init__(self, start=0):
        self._total = start
        self._own = threading.local()
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._own.pending = getattr(self._own, "pending", 0) + amount
        return self._flush()

    def _flush(self):
        total = self._total + self._own.pending
        with self._lock:
            self._total = total
            self._own.pending = 0
            return total

    @property
    def value(self):
        with self._lock:
            return self._total


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
