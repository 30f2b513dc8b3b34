"""An actor that is started by the first caller and answers each caller in a box of their own."""

import threading
from queue import SimpleQueue


class Counter:
    def __init__(self, start=0):
        self._total = start
        self._inbox = SimpleQueue()
        self._worker = None
        self._starting = threading.Lock()

    def increment(self, amount=1):
        self._start_worker()
        box = SimpleQueue()
        self._inbox.put((amount, box))
        kind, result = box.get()
        if kind == "error":
            raise TypeError(result)
        return result

    @property
    def value(self):
        return self._total

    def _start_worker(self):
        with self._starting:
            if self._worker is None:
                self._worker = threading.Thread(target=self._run)
                self._worker.daemon = True
                self._worker.start()

    def _run(self):
        while True:
            amount, box = self._inbox.get()
            if not isinstance(amount, int):
                box.put(("error", "an int is needed, not %s" % type(amount).__name__))
                continue
            self._total += amount
            box.put(("value", self._total))


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
