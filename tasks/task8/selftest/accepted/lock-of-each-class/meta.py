"""Every class gets a lock of its own when it is made."""

import re
import threading


class Singleton(type):
    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        cls._lock = threading.RLock()
        cls._instance = None

    def __call__(cls, *args, **kwargs):
        with cls._lock:
            if cls._instance is None:
                cls._instance = super().__call__(*args, **kwargs)
            return cls._instance


class Watching(type):
    """The metaclass of Logged: a class is made where its metaclass is called."""

    def __call__(meta, name, bases, namespace, **keywords):
        Logged.events.append(("new", name))
        cls = super().__call__(name, bases, namespace, **keywords)
        Logged.events.append(("init", name))
        return cls


class Logged(type, metaclass=Watching):
    events = []

    def __call__(cls, *args, **kwargs):
        Logged.events.append(("call", cls.__name__, args, kwargs))
        return super().__call__(*args, **kwargs)


class Keeping(type):
    """The metaclass of Registry."""

    def __call__(meta, name, bases, namespace, abstract=False, **keywords):
        if not abstract and name in Registry.classes:
            raise TypeError(f"{name} is taken")
        cls = super().__call__(name, bases, namespace, **keywords)
        if not abstract:
            Registry.classes[name] = cls
        return cls


class Registry(type, metaclass=Keeping):
    classes = {}


class Parsed(str):
    """A class whose `__new__` never makes one of its own."""

    def __new__(cls, text):
        if re.match(r"[+-]?\d+\Z", text, re.ASCII):
            return int(text)
        return text


def make_class(name, bases, namespace):
    metaclass = type
    for base in bases:
        if issubclass(type(base), metaclass):
            metaclass = type(base)
    return metaclass(name, bases, namespace)
