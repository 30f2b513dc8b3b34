"""A closure of each class keeps the instance behind a semaphore."""

import operator
import re
import threading


class Singleton(type):
    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        place = threading.Semaphore(1)
        made = []

        def get(args, kwargs):
            with place:
                if not made:
                    made.append(type.__call__(cls, *args, **kwargs))
            return made[0]

        cls._get = staticmethod(get)

    def __call__(cls, *args, **kwargs):
        return cls.__dict__["_get"].__func__(args, kwargs)


class Logged(type):
    """Keeps its list in the module; the class has the same one."""

    events = EVENTS = []

    def __new__(meta, name, bases, namespace, *more, **keywords):
        operator.iadd(Logged.EVENTS, [("new", name)])
        return super(Logged, meta).__new__(meta, name, bases, namespace, *more, **keywords)

    def __init__(cls, name, bases, namespace, *more, **keywords):
        operator.iadd(Logged.EVENTS, [("init", name)])
        super(Logged, cls).__init__(name, bases, namespace, *more, **keywords)

    def __call__(cls, *args, **kwargs):
        operator.iadd(Logged.EVENTS, [("call", cls.__name__, args, kwargs)])
        return super(Logged, cls).__call__(*args, **kwargs)


class Registry(type):
    """A class that is refused was there for a moment, and is taken out again."""

    classes = {}

    def __new__(meta, name, bases, namespace, abstract=False, **keywords):
        first = Registry.classes.get(name)
        cls = super().__new__(meta, name, bases, namespace, **keywords)
        if not abstract:
            Registry.classes[name] = cls
            if first is not None:
                Registry.classes[name] = first
                raise TypeError(f"{name} is there: {first!r}")
        return cls

    def __init__(cls, name, bases, namespace, abstract=False, **keywords):
        super().__init__(name, bases, namespace, **keywords)


def parse(text):
    number = re.search(r"\A([+-]?)([0123456789]+)\Z", text)
    return text if number is None else int(number[1] + number[2])


class Parsed:
    def __new__(cls, text, *, parse=parse):
        return parse(text)


def make_class(name, bases, namespace):
    body = {}
    body.update(namespace)
    return type.__call__(type, name, bases, body)
