"""A metaclass gives every object a lock and wraps the public methods."""

import functools
import threading


def _locked(function):
    @functools.wraps(function)
    def method(self, *args, **kwargs):
        with self._guard:
            return function(self, *args, **kwargs)

    return method


class Locking(type):
    def __new__(mcs, name, bases, namespace):
        for key, member in list(namespace.items()):
            if key.startswith("_"):
                continue
            if isinstance(member, property):
                namespace[key] = property(_locked(member.fget))
            elif callable(member):
                namespace[key] = _locked(member)
        return super().__new__(mcs, name, bases, namespace)

    def __call__(cls, *args, **kwargs):
        instance = cls.__new__(cls, *args, **kwargs)
        instance._guard = threading.RLock()
        instance.__init__(*args, **kwargs)
        return instance


class Counter(metaclass=Locking):
    def __new__(cls, start=0):
        return super().__new__(cls)

    def __init__(self, start=0):
        self._value = start

    def increment(self, amount=1):
        self._value += amount
        return self._value

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
