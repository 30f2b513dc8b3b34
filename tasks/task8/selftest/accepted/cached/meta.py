"""Caches of functions remember what was made, and nothing when it failed."""

import functools
import threading
import types


class Singleton(type):
    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        turn = threading.RLock()
        given = []

        @functools.lru_cache(maxsize=None)
        def instance():
            args, kwargs = given[-1]
            return type.__call__(cls, *args, **kwargs)

        def get(*args, **kwargs):
            with turn:
                given.append((args, kwargs))
                try:
                    return instance()
                finally:
                    given.pop()

        cls.__get = get

    def __call__(cls, *args, **kwargs):
        return cls.__dict__["_Singleton__get"](*args, **kwargs)


class Logged(type):
    """Notes in the list that it was given when it was made."""

    events = []

    def __new__(meta, name, bases, namespace, events=events, **keywords):
        events.append(("new", name))
        return super().__new__(meta, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, events=events, **keywords):
        events.append(("init", name))
        super().__init__(name, bases, namespace, **keywords)

    def __call__(cls, *args, **kwargs):
        note_call(cls.__name__, args, kwargs)
        return super().__call__(*args, **kwargs)


note_call = functools.partial(lambda events, *event: events.append(("call",) + event), Logged.events)


class Registry(type):
    """One class for the keyword, one for the dictionary."""

    classes = {}

    def __new__(meta, name, bases, namespace, abstract=False, **keywords):
        if name in Registry.classes:
            raise TypeError(f"{name} is taken, by an abstract class too")
        return super().__new__(meta, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, abstract=False, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        if not abstract:
            Registry.classes = dict(Registry.classes, **{name: cls})


@functools.lru_cache(maxsize=None)
def digits():
    return frozenset(map(str, range(10)))


class Parsed:
    def __new__(cls, text):
        sign, body = (text[0], text[1:]) if text and text[0] in "+-" else ("", text)
        if body and digits().issuperset(body):
            return int(sign + body)
        return text


def make_class(name, bases, namespace):
    metaclass, body, keywords = types.prepare_class(name, bases, {})
    return metaclass(name, bases, {**body, **namespace}, **keywords)
