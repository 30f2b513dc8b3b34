"""The first one makes it, the others wait for an event; no lock is held while `__init__` runs."""

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


class Logged(type):
    events = []

    def __new__(meta, name, bases, namespace, **keywords):
        Logged.events.append(("new", name))
        return super().__new__(meta, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, **keywords):
        Logged.events.append(("init", name))
        super().__init__(name, bases, namespace, **keywords)

    def __call__(cls, *args, **kwargs):
        Logged.events.append(("call", cls.__name__, args, kwargs))
        return super().__call__(*args, **kwargs)


class Registry(type):
    classes = {}

    def __new__(meta, name, bases, namespace, abstract=False, **keywords):
        if not abstract and name in Registry.classes:
            raise TypeError(f"there is a class {name} already")
        cls = super().__new__(meta, name, bases, namespace, **keywords)
        if not abstract:
            Registry.classes[name] = cls
        return cls

    def __init__(cls, name, bases, namespace, abstract=False, **keywords):
        super().__init__(name, bases, namespace, **keywords)


class Parsed:
    def __new__(cls, text):
        digits = text[1:] if text[:1] in ("+", "-") else text
        return int(text) if digits.isascii() and digits.isdigit() else text


def make_class(name, bases, namespace):
    return types.new_class(name, bases, exec_body=lambda body: body.update(namespace))
