import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._free = threading.Event()
        self._free.set()

    def increment(self, amount=1):
        self._free.wait()
        self._free.clear()
        try:
            self._value += amount
            return self._value
        finally:
            self._free.set()

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
