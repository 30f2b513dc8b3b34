"""`count` waits with `Queue.join`."""

import queue
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
    shares = queue.Queue()

    def work(share):
        for _ in range(share):
            counter.increment()
        shares.task_done()

    for _ in range(thread_count):
        shares.put(per_thread)
    for _ in range(thread_count):
        threading.Thread(target=work, kwargs={"share": shares.get()}).start()
    shares.join()
    return counter.value
