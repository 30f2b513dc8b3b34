import threading


class Counter:
    def __init__(self, start=0):
        self._total = self._cache = start
        self._changed = False
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._total += amount
            self._changed = True
            return self._total

    @property
    def value(self):
        if self._changed:
            self._cache = self._total
            self._changed = False
        return self._cache


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
