import threading


class Counter:
    def __init__(self, start=0):
        self._half, self._odd = divmod(start, 2)
        self._lock = threading.Lock()
        self._read_lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            new = 2 * self._half + self._odd + amount
            half, odd = divmod(new, 2)
            self._odd = odd
            self._half = half
            return new

    @property
    def value(self):
        with self._read_lock:
            return 2 * self._half + self._odd


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
