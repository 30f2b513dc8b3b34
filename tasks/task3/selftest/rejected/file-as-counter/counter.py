import os
import tempfile
import threading


class Counter:
    def __init__(self, start=0):
        handle, self._path = tempfile.mkstemp()
        os.close(handle)
        self._write(start)

    def _write(self, number):
        with open(self._path + ".new", "w") as file:
            file.write(str(number))
        os.replace(self._path + ".new", self._path)

    def increment(self, amount=1):
        new = self.value + amount
        self._write(new)
        return new

    @property
    def value(self):
        with open(self._path) as file:
            return int(file.read())


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
