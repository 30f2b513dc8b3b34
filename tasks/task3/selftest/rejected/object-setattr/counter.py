import threading


class Counter:
    def __init__(self, start=0):
        object.__setattr__(self, "_value", start)

    def __setattr__(self, name, value):
        raise AttributeError("a counter is read-only")

    def increment(self, amount=1):
        new = object.__getattribute__(self, "_value") + amount
        object.__setattr__(self, "_value", new)
        return new

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
