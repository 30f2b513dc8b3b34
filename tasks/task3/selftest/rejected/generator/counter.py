import operator
import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._adder = self._run()
        next(self._adder)

    def _run(self):
        while True:
            amount = yield self._value
            self._value += amount

    def increment(self, amount=1):
        return self._adder.send(operator.index(amount))

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
