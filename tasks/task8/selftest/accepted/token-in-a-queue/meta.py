"""The instance, or None, is the one thing in a queue."""

import queue
import threading
import types


class Singleton(type):
    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        cls._box = queue.Queue(1)
        cls._box.put(None)

    def __call__(cls, *args, **kwargs):
        instance = cls._box.get()
        try:
            if instance is None:
                instance = super().__call__(*args, **kwargs)
        finally:
            cls._box.put(instance)
        return instance


class Events(list):
    """The list knows how events look."""

    def made(self, what, cls):
        self.append((what, cls.__name__))

    def called(self, cls, args, kwargs):
        self.append(("call", cls.__name__, args, kwargs))


class Logged(type):
    events = Events()

    def __new__(meta, *definition, **keywords):
        cls = super().__new__(meta, *definition, **keywords)
        meta.events.made("new", cls)
        return cls

    def __init__(cls, *definition, **keywords):
        super().__init__(*definition, **keywords)
        type(cls).events.made("init", cls)

    def __call__(cls, *args, **kwargs):
        type(cls).events.called(cls, args, kwargs)
        return super().__call__(*args, **kwargs)


class Registry(type):
    """Only those that are not abstract take another way through `__init__`."""

    classes = {}

    def __new__(meta, name, bases, namespace, abstract=False, **keywords):
        return super().__new__(meta, name, bases, namespace, **keywords)

    def __init__(cls, *definition, abstract=False, **keywords):
        super().__init__(*definition, **keywords)
        if not abstract:
            cls._enrol()

    def _enrol(cls):
        there = Registry.classes.get(cls.__name__, cls)
        if there is not cls:
            raise TypeError(f"{cls.__name__} means {there}")
        Registry.classes[cls.__name__] = cls


class Parsed:
    def __new__(cls, text):
        for sign, factor in (("", 1), ("+", 1), ("-", -1)):
            digits = text[len(sign):]
            if text.startswith(sign) and digits.isdecimal() and digits.isascii():
                return factor * int(digits)
        return text


def make_class(name, bases, namespace):
    metaclass = types.prepare_class(name, bases)[0]
    return metaclass(name, bases, dict(namespace))
