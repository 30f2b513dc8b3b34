import threading


class Counter:
    def __init__(self, start=0):
        self._up = start
        self._down = 0
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            if amount > 0:
                self._up += amount
            else:
                self._down -= amount
            return self._up - self._down

    @property
    def value(self):
        return self._up - self._down


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
