import threading


class Counter:
    _value = 0
    _lock = threading.Lock()

    def __init__(self, start=0):
        Counter._value = start

    def increment(self, amount=1):
        with self._lock:
            Counter._value += amount
            return Counter._value

    @property
    def value(self):
        with self._lock:
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
