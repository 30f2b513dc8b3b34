import threading
import types


class Singleton(type):
    _lock = threading.RLock()
    _instances = {}

    def __call__(cls, *args, **kwargs):
        with Singleton._lock:
            if cls not in Singleton._instances:
                made = object.__new__(cls)
                made.__init__(*args, **kwargs)
                Singleton._instances[cls] = made
            return Singleton._instances[cls]


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
