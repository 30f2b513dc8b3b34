import queue
import threading


class Counter:
    def __init__(self, start=0):
        self._box = queue.Queue()
        self._box.put(start)

    def increment(self, amount=1):
        number = self._box.get() + amount
        self._box.put(number)
        return number

    @property
    def value(self):
        number = self._box.get()
        self._box.put(number)
        return number


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
