"""Calls `__new__` and `__init__` itself."""

import threading


class Singleton(type):
    def __init__(cls, *args, **keywords):
        super().__init__(*args, **keywords)
        cls.__state = [threading.Lock(), False, None]

    def __call__(cls, *args, **kwargs):
        state = cls.__state
        state[0].acquire()
        try:
            if not state[1]:
                plain = cls.__new__ is object.__new__
                instance = object.__new__(cls) if plain else cls.__new__(cls, *args, **kwargs)
                if isinstance(instance, cls):
                    instance.__init__(*args, **kwargs)
                state[1:] = True, instance
            return state[2]
        finally:
            state[0].release()


class Log:
    """Something to inherit from for a metaclass that notes what happens."""

    events = []

    def __new__(meta, name, bases, namespace, **keywords):
        Log.events.append(("new", name))
        return super().__new__(meta, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, **keywords):
        Log.events.append(("init", name))
        super().__init__(name, bases, namespace, **keywords)

    def __call__(cls, *args, **kwargs):
        Log.events.append(("call", cls.__name__, args, kwargs))
        return super().__call__(*args, **kwargs)


class Logged(Log, type):
    pass


class Registry(type):
    """Looks for a class of the name in what it has made, and makes a new dictionary each time."""

    classes = {}

    @classmethod
    def __prepare__(meta, name, bases, abstract=False, **keywords):
        return super().__prepare__(name, bases, **keywords)

    def __new__(meta, name, bases, namespace, abstract=False, **keywords):
        cls = super().__new__(meta, name, bases, namespace, **keywords)
        if not abstract:
            if any(made.__name__ == name for made in Registry.classes.values()):
                raise TypeError(f"{name} exists")
            Registry.classes = {**Registry.classes, name: cls}
        return cls

    def __init__(cls, name, bases, namespace, abstract=False, **keywords):
        super().__init__(name, bases, namespace, **keywords)


class Parsed(int):
    def __new__(cls, text):
        letters = list(text)
        if letters and letters[0] in "+-":
            letters.pop(0)
        if not letters or [letter for letter in letters if ord(letter) not in range(48, 58)]:
            return text
        return int(text)


def make_class(name, bases, namespace):
    return (type(bases[0]) if bases else type)(name, bases, namespace)
