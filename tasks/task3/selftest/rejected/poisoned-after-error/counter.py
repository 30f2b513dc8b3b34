import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._broken = None
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            if self._broken is not None:
                raise self._broken
            try:
                self._value += amount
            except TypeError as error:
                self._broken = error
                raise
            return self._value

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
