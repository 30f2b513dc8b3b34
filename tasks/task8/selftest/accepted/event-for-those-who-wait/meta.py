"""The first one makes it, the others wait for an event; no lock is held while `__init__` runs."""

import functools
import threading
import types


class Making:
    def __init__(self):
        self.done = threading.Event()
        self.instance = None
        self.made = False


class Singleton(type):
    _lock = threading.Lock()
    _makings = {}

    def __call__(cls, *args, **kwargs):
        while True:
            with Singleton._lock:
                making = Singleton._makings.get(cls)
                mine = making is None
                if mine:
                    making = Singleton._makings[cls] = Making()
            if mine:
                return cls._make(making, args, kwargs)
            making.done.wait()
            if making.made:
                return making.instance

    def _make(cls, making, args, kwargs):
        try:
            making.instance = super().__call__(*args, **kwargs)
            making.made = True
            return making.instance
        except BaseException:
            with Singleton._lock:
                del Singleton._makings[cls]
            raise
        finally:
            making.done.set()


def noted(events, word):
    """A decorator for a method of a metaclass whose second argument, or whose class, has the name."""

    def decorate(method):
        @functools.wraps(method)
        def noting(*args, **kwargs):
            if word == "call":
                events.append((word, args[0].__name__, args[1:], dict(kwargs)))
            else:
                events.append((word, args[1]))
            return method(*args, **kwargs)

        return noting

    return decorate


class Logged(type):
    events = []

    @noted(events, "new")
    def __new__(meta, *args, **keywords):
        return super().__new__(meta, *args, **keywords)

    @noted(events, "init")
    def __init__(cls, *args, **keywords):
        super().__init__(*args, **keywords)

    @noted(events, "call")
    def __call__(cls, *args, **kwargs):
        return super().__call__(*args, **kwargs)


class OneEach(dict):
    """A dictionary that takes every key once."""

    def __setitem__(self, key, value):
        if key in self:
            raise TypeError(f"{key} is there already")
        super().__setitem__(key, value)


class Registry(type):
    classes = OneEach()

    def __new__(meta, name, bases, namespace, *, abstract=False, **keywords):
        cls = super().__new__(meta, name, bases, namespace, **keywords)
        if not abstract:
            Registry.classes[name] = cls
        return cls

    def __init__(cls, *args, abstract=False, **keywords):
        super().__init__(*args, **keywords)


class Parsed:
    def __new__(cls, text):
        unsigned = text[text.startswith(("+", "-")):]
        if unsigned and set(unsigned) <= set("0123456789"):
            return int(text)
        return text

    def __init__(self, text):
        raise AssertionError("an int or a str is never initialised here")


def make_class(name, bases, namespace):
    metaclass, prepared, keywords = types.prepare_class(name, bases)
    prepared.update(namespace)
    return metaclass(name, bases, prepared, **keywords)
