"""The value itself travels through a queue of length one: whoever has it may change it."""
import queue
import threading


class Counter:
    def __init__(self, start=0):
        self._box = queue.Queue(maxsize=1)
        self._box.put(start)

    def increment(self, amount=1):
        value = self._box.get()
        try:
            value = value + amount
        finally:
            self._box.put(value)
        return value

    @property
    def value(self):
        value = self._box.get()
        self._box.put(value)
        return value


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
