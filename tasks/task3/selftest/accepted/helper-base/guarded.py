"""A base class whose objects change under a lock."""

from threading import Lock


class Guarded:
    _value = None

    def __init__(self):
        self.__lock = Lock()

    def _change(self, function):
        with self.__lock:
            self._value = function(self._value)
            return self._value

    @property
    def value(self):
        with self.__lock:
            return self._value
