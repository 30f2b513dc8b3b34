import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            return self._value

    @property
    def value(self):
        with self._lock:
            return self._value


def count(counter, thread_count, per_thread):
    done = threading.Semaphore(0)

    def work():
        done.release()
        for _ in range(per_thread):
            counter.increment()

    for _ in range(thread_count):
        threading.Thread(target=work).start()
    for _ in range(thread_count):
        done.acquire()
    return counter.value
