import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._door = threading.Lock()
        self._condition = threading.Condition()

    def increment(self, amount=1):
        while not self._door.acquire(blocking=False):
            with self._condition:
                self._condition.wait()
        try:
            self._value += amount
            return self._value
        finally:
            self._door.release()
            with self._condition:
                self._condition.notify()

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
