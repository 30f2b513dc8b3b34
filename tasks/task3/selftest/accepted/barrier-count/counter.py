"""The threads of `count` wait for each other before the first of them begins."""

import threading


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            return self._value

    value = property(lambda self: self._value)


def count(counter, thread_count, per_thread):
    if thread_count == 0:
        return counter.value
    start_line = threading.Barrier(thread_count)

    def run():
        start_line.wait()
        for _ in range(per_thread):
            counter.increment()

    runners = [threading.Thread(target=run) for _ in range(thread_count)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return counter.value
