"""A set of the classes that are being made, guarded by a condition."""

import re
import threading


class Singleton(type):
    __changed = threading.Condition()
    __busy = set()
    __ready = {}

    def __call__(cls, *args, **kwargs):
        with Singleton.__changed:
            while cls in Singleton.__busy:
                Singleton.__changed.wait()
            if cls in Singleton.__ready:
                return Singleton.__ready[cls]
            Singleton.__busy.add(cls)
        try:
            instance = super().__call__(*args, **kwargs)
            with Singleton.__changed:
                return Singleton.__ready.setdefault(cls, instance)
        finally:
            with Singleton.__changed:
                Singleton.__busy.discard(cls)
                Singleton.__changed.notify_all()


class Logged(type):
    """Notes when something is done, not before it."""

    events = []

    def __new__(meta, name, bases, namespace, **keywords):
        cls = super().__new__(meta, name, bases, namespace, **keywords)
        Logged.events.append(("new", name))
        return cls

    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        Logged.events.append(("init", name))

    def __call__(cls, *args, **kwargs):
        instance = super().__call__(*args, **kwargs)
        Logged.events.append(("call", cls.__name__, args, kwargs))
        return instance


class Registry(type):
    """Keeps a class when it is initialised."""

    classes = {}

    def __new__(meta, name, bases, namespace, **keywords):
        keywords.pop("abstract", None)
        return super().__new__(meta, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, **keywords):
        abstract = keywords.pop("abstract", False)
        super().__init__(name, bases, namespace, **keywords)
        if not abstract and Registry.classes.setdefault(name, cls) is not cls:
            raise TypeError(f"two classes {name}")


class Parsed:
    __number = re.compile(r"[+-]?[0-9]+")

    def __new__(cls, text):
        return int(text) if cls.__number.fullmatch(text) else text


def make_class(name, bases, namespace):
    return type(name, bases, namespace)
