"""Waits a little, looks whether somebody else has made it, tries again."""

import threading
import types
from contextlib import contextmanager


class Singleton(type):
    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        cls._lock, cls._kept = threading.Lock(), ()

    def __call__(cls, *args, **kwargs):
        while not cls._kept:
            if not cls._lock.acquire(timeout=0.05):
                continue
            try:
                if not cls._kept:
                    cls._kept = (super().__call__(*args, **kwargs),)
            finally:
                cls._lock.release()
        return cls._kept[0]


class Logged(type):
    events = []

    def __new__(meta, name, bases, namespace, **keywords):
        with noted("new", name):
            return super().__new__(meta, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, **keywords):
        with noted("init", name):
            super().__init__(name, bases, namespace, **keywords)

    def __call__(cls, *args, **kwargs):
        with noted("call", cls.__name__, args, kwargs):
            return super().__call__(*args, **kwargs)


@contextmanager
def noted(*event):
    yield
    Logged.events.append(event)


def _new(meta, name, bases, namespace, abstract=False, **keywords):
    if abstract or name not in Registry.classes:
        return super(Registry, meta).__new__(meta, name, bases, namespace, **keywords)
    raise TypeError(f"class {name} is defined twice")


class Registry(type):
    """A class in two steps: `__new__` asks, `__init__` writes."""

    classes = dict()
    __new__ = _new

    def __init__(cls, name, bases, namespace, abstract=False, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        abstract or Registry.classes.setdefault(name, cls)


class Parsed:
    def __new__(cls, text):
        return next((int(text) for _ in [0] if cls._is_number(text)), text)

    @classmethod
    def _is_number(cls, text):
        return text.isascii() and (text.isdigit() or (text[:1] in ("-", "+") and text[1:].isdigit()))


def make_class(name, bases, namespace):
    return types.new_class(name, bases, exec_body=lambda body: body.update(namespace) or body)
