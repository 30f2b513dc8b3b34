"""What the `class` statement itself calls."""

import builtins
import threading
import types


class Singleton(type):
    _made = {}
    _turn = threading.RLock()

    def __call__(cls, *args, **kwargs):
        with cls._turn:
            box = cls._made.setdefault(cls, [])
            if not box:
                box += [super().__call__(*args, **kwargs)]
            (instance,) = box
            return instance


def noting(*words):
    """A metaclass whose methods note these words."""

    def body(namespace):
        events = namespace["events"] = []

        def __new__(meta, name, bases, namespace, **keywords):
            events.append((words[0], name))
            return super(metaclass, meta).__new__(meta, name, bases, namespace, **keywords)

        def __init__(cls, name, bases, namespace, **keywords):
            events.append((words[1], name))
            super(metaclass, cls).__init__(name, bases, namespace, **keywords)

        def __call__(cls, *args, **kwargs):
            events.append((words[2], cls.__name__, args, kwargs))
            return super(metaclass, cls).__call__(*args, **kwargs)

        namespace.update(__new__=__new__, __init__=__init__, __call__=__call__)

    metaclass = types.new_class("Logged", (type,), {}, body)
    return metaclass


Logged = noting("new", "init", "call")


class Registry(type):
    """The dictionary is asked for every time, and nobody else's."""

    classes = {}

    def __new__(meta, name, bases, namespace, **keywords):
        kept = not keywords.pop("abstract", False)
        cls = super().__new__(meta, name, bases, namespace, **keywords)
        if kept:
            cls._keep()
        return cls

    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **{key: value for key, value in keywords.items() if key != "abstract"})

    def _keep(cls):
        for name, other in Registry.classes.items():
            if name == cls.__name__:
                raise TypeError(f"{name}: {other}")
        Registry.classes[cls.__name__] = cls


class Parsed:
    def __new__(cls, text):
        unsigned = text.translate({ord("+"): None, ord("-"): None})
        signs = len(text) - len(unsigned)
        if not unsigned or signs > 1 or (signs == 1 and text[0] not in "+-"):
            return text
        return text if unsigned.strip("0123456789") or not unsigned.isascii() else int(text)


def make_class(name, bases, namespace):
    body = types.FunctionType(compile("locals().update(given)", "<body>", "exec"), {"__builtins__": builtins, "given": namespace})
    return builtins.__build_class__(body, name, *bases)
