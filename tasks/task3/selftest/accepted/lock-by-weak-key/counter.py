"""Locks live beside the objects, in a table with weak keys, made once under a lock of its own."""
import threading
import weakref

_guard = threading.Lock()
_locks = weakref.WeakKeyDictionary()


def lock_of(thing):
    with _guard:
        try:
            return _locks[thing]
        except KeyError:
            lock = _locks[thing] = threading.Lock()
            return lock


class Counter:
    def __init__(self, start=0):
        self._value = start

    def increment(self, amount=1):
        with lock_of(self):
            self._value += amount
            return self._value

    @property
    def value(self):
        with lock_of(self):
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
