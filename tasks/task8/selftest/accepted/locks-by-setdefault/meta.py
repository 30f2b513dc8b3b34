"""Locks are made when needed, by `setdefault`."""

import threading


LOCKS = {}
INSTANCES = {}


class Singleton(type):
    def __call__(cls, *args, **kwargs):
        # One step: of two threads one puts its lock in, and both get that one.
        with LOCKS.setdefault(cls, threading.RLock()):
            if cls not in INSTANCES:
                INSTANCES[cls] = super().__call__(*args, **kwargs)
            return INSTANCES[cls]


def _logged_new(meta, name, bases, namespace, **keywords):
    Logged.events.append(("new", name))
    return super(Logged, meta).__new__(meta, name, bases, namespace, **keywords)


def _logged_init(cls, name, bases, namespace, **keywords):
    Logged.events.append(("init", name))
    super(Logged, cls).__init__(name, bases, namespace, **keywords)


def _logged_call(cls, *args, **kwargs):
    Logged.events.append(("call", cls.__name__, args, kwargs))
    return super(Logged, cls).__call__(*args, **kwargs)


Logged = type(
    "Logged", (type,), {"events": [], "__new__": _logged_new, "__init__": _logged_init, "__call__": _logged_call}
)


def _registry_new(meta, name, bases, namespace, abstract=False, **keywords):
    if abstract:
        return super(Registry, meta).__new__(meta, name, bases, namespace, **keywords)
    if name in Registry.classes:
        raise TypeError(name)
    Registry.classes[name] = super(Registry, meta).__new__(meta, name, bases, namespace, **keywords)
    return Registry.classes[name]


def _registry_init(cls, name, bases, namespace, abstract=False, **keywords):
    super(Registry, cls).__init__(name, bases, namespace, **keywords)


Registry = type("Registry", (type,), {"classes": {}, "__new__": _registry_new, "__init__": _registry_init})


def _parse(cls, text):
    digits = text.replace("+", "-", 1).partition("-")
    body = digits[2] if text[:1] in {"+", "-"} else text
    return int(text) if body and all("0" <= letter <= "9" for letter in body) else text


Parsed = type("Parsed", (), {"__new__": _parse})


def make_class(name, bases, namespace):
    return type(name, bases, dict(namespace))
