import threading


class Guard:
    def __init__(self):
        self._lock = threading.Lock()

    def __enter__(self):
        self._lock.acquire()
        return self

    def __exit__(self, *error):
        self._lock.release()
        return True


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._guard = Guard()

    def increment(self, amount=1):
        with self._guard:
            self._value += amount
            return self._value

    @property
    def value(self):
        with self._guard:
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
