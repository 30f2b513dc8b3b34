import operator
import queue
import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._answer = None
        self._jobs = queue.Queue()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            amount, done = self._jobs.get()
            self._value += amount
            self._answer = self._value
            done.set()

    def increment(self, amount=1):
        done = threading.Event()
        self._jobs.put((operator.index(amount), done))
        done.wait()
        return self._answer

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
