import threading


class Logged(type):
    events = []

    def __new__(mcls, name, bases, namespace, **kwargs):
        Logged.events.append(("new", name))
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, name, bases, namespace, **kwargs):
        Logged.events.append(("init", name))
        super().__init__(name, bases, namespace, **kwargs)

    def __call__(cls, *args, **kwargs):
        Logged.events.append(("call", cls.__name__, args, kwargs))
        return super().__call__(*args, **kwargs)


class Singleton(type):
    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace, **kwargs)
        cls._lock = threading.RLock()
        cls._made = None

    def __call__(cls, *args, **kwargs):
        with Singleton._all:
            if "_made" not in cls.__dict__ or cls._made is None:
                made = super().__call__(*args, **kwargs)
                cls._made = (made,)
            return cls._made[0]

    _all = threading.RLock()


class Registry(type):
    classes = {}

    def __new__(mcls, name, bases, namespace, abstract=False, **kwargs):
        if not abstract and name in Registry.classes:
            raise TypeError(f"there is a class {name} already")
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        if not abstract:
            Registry.classes[name] = cls
        return cls

    def __init__(cls, name, bases, namespace, abstract=False, **kwargs):
        super().__init__(name, bases, namespace, **kwargs)


class Parsed:
    def __new__(cls, text):
        digits = text[1:] if text[:1] in ("+", "-") else text
        if digits.isascii() and digits.isdigit():
            return int(text)
        return text

    def __init__(self, text):
        raise AssertionError("never")


def make_class(name, bases, namespace):
    meta = type
    for base in bases:
        if issubclass(type(base), meta):
            meta = type(base)
        elif not issubclass(meta, type(base)):
            raise TypeError("metaclass conflict")
    namespace = dict(namespace)
    cls = meta(name, bases, namespace)
    meta.__init__(cls, name, bases, namespace)
    return cls
