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
    def work(share):
        for _ in range(share):
            counter.increment()

    threads = []
    for number in range(thread_count):
        share = per_thread // thread_count + (number < per_thread % thread_count)
        threads.append(threading.Thread(target=work, args=(share,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter.value
