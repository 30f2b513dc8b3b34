import threading


class Counter:
    def __init__(self, start=0):
        self._plus = start
        self._minus = 0
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            amount = amount + 0
            if amount < 0:
                self._minus = self._minus - amount
            else:
                self._plus = self._plus + amount
            return self._plus - self._minus

    @property
    def value(self):
        return self._plus - self._minus


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
