"""One re-entrant lock and one dictionary."""

import threading
import types
from collections import ChainMap


class Singleton(type):
    _guard = threading.RLock()
    _instances = {}

    def __call__(cls, *args, **kwargs):
        with Singleton._guard:
            if cls not in Singleton._instances:
                Singleton._instances[cls] = super().__call__(*args, **kwargs)
        return Singleton._instances[cls]


class Logged(type):
    """One method notes for all of them."""

    events = []

    @staticmethod
    def note(*event):
        Logged.events.append(event)

    def __new__(meta, name, bases, namespace, **keywords):
        Logged.note("new", name)
        return super().__new__(meta, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, **keywords):
        Logged.note("init", name)
        return super().__init__(name, bases, namespace, **keywords)

    def __call__(cls, *args, **kwargs):
        Logged.note("call", cls.__name__, args, kwargs)
        return super().__call__(*args, **kwargs)


class Registry(type):
    """Whether a class is abstract is kept in the class."""

    classes = {}

    def __new__(meta, name, bases, namespace, **keywords):
        own = ChainMap({"_is_abstract": keywords.pop("abstract", False)}, namespace)
        return super().__new__(meta, name, bases, dict(own), **keywords)

    def __init__(cls, name, bases, namespace, **keywords):
        keywords.pop("abstract", None)
        super().__init__(name, bases, namespace, **keywords)
        if cls.__dict__["_is_abstract"]:
            return
        if name in Registry.classes:
            raise TypeError(f"{name!r} is registered")
        Registry.classes.update({name: cls})


class Parsed:
    def __new__(cls, text):
        rest = text[1:] if text and text[0] in "+-" else text
        for letter in rest:
            if letter not in "0123456789":
                return text
        return int(text) if rest else text

    def __init__(self, text):
        print("never printed", text)


def make_class(name, bases, namespace):
    made = types.new_class(name, bases, None, lambda body: [body.__setitem__(*item) for item in namespace.items()])
    return made
