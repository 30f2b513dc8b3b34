import queue
import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._jobs = queue.Queue()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            amount, box = self._jobs.get()
            self._value += amount
            box.put(self._value)

    def increment(self, amount=1):
        box = queue.Queue()
        self._jobs.put((amount, box))
        return box.get()

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
