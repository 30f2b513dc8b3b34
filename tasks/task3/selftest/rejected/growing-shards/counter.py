import threading


class Counter:
    def __init__(self, start=0):
        self._total = start
        self._shards = {"start": start}
        self._lock = threading.Lock()

    def increment(self, amount=1):
        me = threading.current_thread()
        with self._lock:
            self._total += amount
            self._shards[me] = self._shards.get(me, 0) + amount
            return self._total

    @property
    def value(self):
        total = 0
        for share in self._shards.values():
            total += share
        return total


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
