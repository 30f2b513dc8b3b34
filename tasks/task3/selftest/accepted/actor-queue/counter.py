"""Only one thread ever touches the number; the others send it letters and wait for the answer."""

import queue
import threading
from concurrent.futures import Future


class Counter:
    def __init__(self, start=0):
        self._letters = queue.Queue()
        self._value = start
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            amount, answer = self._letters.get()
            try:
                self._value = self._value + amount
            except TypeError as error:
                answer.set_exception(error)
            else:
                answer.set_result(self._value)

    def _ask(self, amount):
        answer = Future()
        self._letters.put((amount, answer))
        return answer.result()

    def increment(self, amount=1):
        return self._ask(amount)

    @property
    def value(self):
        return self._ask(0)


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
