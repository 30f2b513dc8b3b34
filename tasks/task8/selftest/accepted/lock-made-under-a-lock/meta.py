"""Locks are made when needed, under a lock."""

import string
import threading


class Singleton(type):
    _door = threading.Lock()

    def _own(cls):
        with Singleton._door:
            if "_own_lock" not in cls.__dict__:
                cls._own_lock = threading.RLock()
            return cls.__dict__["_own_lock"]

    def __call__(cls, *args, **kwargs):
        with cls._own():
            if "_own_instance" not in cls.__dict__:
                instance = super().__call__(*args, **kwargs)
                cls._own_instance = instance
            return cls.__dict__["_own_instance"]


class Logged(type):
    """Writes both of its words when the class is initialised: until then nobody has the class."""

    events = []

    def __init__(cls, name, bases, namespace, **keywords):
        Logged.events.extend([("new", name), ("init", name)])
        super().__init__(name, bases, namespace, **keywords)

    def __call__(cls, *args, **kwargs):
        instance = super().__call__(*args, **kwargs)
        Logged.events.append(("call", type.__getattribute__(cls, "__name__"), args, kwargs))
        return instance


class Registry(type):
    classes = {}

    def __new__(meta, name, bases, namespace, **keywords):
        abstract = keywords.pop("abstract", False)
        cls = super().__new__(meta, name, bases, namespace, **keywords)
        if not abstract:
            if name in meta.classes:
                raise TypeError(name)
            meta.classes[name] = cls
        return cls


class Parsed:
    @staticmethod
    def __new__(cls, text):
        sign, rest = text[:1], text[1:]
        if sign not in tuple("+-"):
            sign, rest = "", text
        if not rest or rest.strip(string.digits):
            return text
        value = 0
        for digit in rest:
            value = 10 * value + string.digits.index(digit)
        return -value if sign == "-" else value


def make_class(name, bases, namespace):
    kept = dict(namespace)
    return type(name, tuple(bases), kept)
