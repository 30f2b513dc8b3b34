"""One instance for each class."""

import threading


class Place:
    """Where one instance is made and kept."""

    __slots__ = ("instance", "lock")

    def __init__(self):
        self.lock = threading.RLock()

    def get(self, make):
        with self.lock:
            try:
                return self.instance
            except AttributeError:
                pass
            self.instance = make()
            return self.instance


class Singleton(type):
    def __init__(cls, name, bases, namespace, /, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        cls._place = Place()

    def __call__(cls, /, *args, **kwargs):
        make = super().__call__
        return cls._place.get(lambda: make(*args, **kwargs))
