import threading


class Guard:
    def __init__(self, counter):
        self.counter = counter
        self.lock = threading.Lock()

    def __enter__(self):
        self.lock.acquire()
        return self.counter

    def __exit__(self, *error):
        self.lock.release()


class Counter:
    def __init__(self, start=0):
        self._value = start

    def increment(self, amount=1):
        with Guard(self):
            self._value += amount
            return self._value

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
