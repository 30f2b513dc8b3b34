import threading


class Counter:
    def __init__(self, start=0):
        self._history = [start]
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._history.append(self._history[-1] + amount)
        return self._history[-1]

    @property
    def value(self):
        return self._history[-1]


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
