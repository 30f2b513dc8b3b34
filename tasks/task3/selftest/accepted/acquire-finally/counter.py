"""The lock is taken and given back by hand."""

from threading import Lock, Thread


class Counter:
    def __init__(self, start=0):
        self.lock = Lock()
        self.number = start

    def increment(self, amount=1):
        self.lock.acquire()
        try:
            self.number = self.number + amount
            result = self.number
        finally:
            self.lock.release()
        return result

    @property
    def value(self):
        self.lock.acquire()
        try:
            return self.number
        finally:
            self.lock.release()


def count(counter, thread_count, per_thread):
    def work():
        done = 0
        while done < per_thread:
            counter.increment()
            done += 1

    threads = []
    for number in range(thread_count):
        threads.append(Thread(target=work, name="worker-%d" % number))
    for thread in threads:
        thread.start()
    while threads:
        threads.pop().join()
    return counter.value
