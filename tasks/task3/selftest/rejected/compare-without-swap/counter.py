import threading


class Counter:
    def __init__(self, start=0):
        self._state = (0, start)

    def increment(self, amount=1):
        while True:
            seen = self._state
            new = (seen[0] + 1, seen[1] + amount)
            if self._state is seen:
                self._state = new
                return new[1]

    @property
    def value(self):
        return self._state[1]


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
