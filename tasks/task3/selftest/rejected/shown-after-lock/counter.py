import threading


class Counter:
    def __init__(self, start=0):
        self._total = self._shown = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._total += amount
            new = self._total
        self._shown = new
        return new

    @property
    def value(self):
        return self._shown


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
