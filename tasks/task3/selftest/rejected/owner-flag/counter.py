import threading
import time


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._owner = None

    def increment(self, amount=1):
        me = threading.get_ident()
        while True:
            if self._owner is None:
                self._owner = me
                if self._owner == me:
                    break
            time.sleep(0.001)
        try:
            self._value += amount
            return self._value
        finally:
            self._owner = None

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
