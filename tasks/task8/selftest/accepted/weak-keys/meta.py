"""Instances by class, in a dictionary that does not keep the classes alive."""

import threading
import weakref


class Singleton(type):
    __instances = weakref.WeakKeyDictionary()
    __lock = threading.RLock()

    def __call__(cls, *args, **kwargs):
        with Singleton.__lock:
            try:
                return Singleton.__instances[cls]
            except KeyError:
                instance = super().__call__(*args, **kwargs)
                Singleton.__instances[cls] = instance
                return instance


class Logged(type):
    """Whatever it does it hands on first, and notes then."""

    events = []

    def __new__(*args, **keywords):
        cls = super(Logged, args[0]).__new__(*args, **keywords)
        args[0].events.append(("new", args[1]))
        return cls

    def __init__(*args, **keywords):
        super(Logged, args[0]).__init__(*args[1:], **keywords)
        Logged.events.append(("init", args[1]))

    def __call__(*args, **kwargs):
        cls, *given = args
        instance = super(Logged, cls).__call__(*given, **kwargs)
        Logged.events.append(("call", cls.__name__, tuple(given), kwargs))
        return instance


class Registry(type):
    """A list would do as well: the dictionary is what is asked for."""

    classes = {}

    def __new__(*args, abstract=False, **keywords):
        meta, name = args[:2]
        cls = super(Registry, meta).__new__(*args, **keywords)
        return cls if abstract else Registry.keep(name, cls)

    def __init__(*args, abstract=False, **keywords):
        super(Registry, args[0]).__init__(*args[1:], **keywords)

    @staticmethod
    def keep(name, cls):
        if Registry.classes.keys() & {name}:
            raise TypeError(name)
        return Registry.classes.setdefault(name, cls)


class Parsed(object):
    def __new__(cls, text: str):
        unsigned = text.encode("ascii", "replace")
        if unsigned[:1] in (b"+", b"-"):
            unsigned = unsigned[1:]
        # Bytes know no digits but those of ASCII, and a question mark is none.
        return int(text) if unsigned.isdigit() else text


def make_class(*definition):
    return type(*definition)
