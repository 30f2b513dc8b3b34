import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._condition = threading.Condition()
        self._busy = False

    def increment(self, amount=1):
        with self._condition:
            if self._busy:
                self._condition.wait()
            self._busy = True
        try:
            self._value += amount
            return self._value
        finally:
            with self._condition:
                self._busy = False
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
