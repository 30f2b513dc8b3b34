"""Who puts its Future in first makes the instance."""

import threading
import types
from concurrent.futures import Future
from typing import Any, Dict, List, NamedTuple, Tuple


class Singleton(type):
    _futures = {}

    def __call__(cls, *args, **kwargs):
        mine = Future()
        while True:
            future = Singleton._futures.setdefault(cls, mine)
            if future is mine:
                break
            if future.exception() is None:
                return future.result()
            # That one failed, and was taken out before it said so: try anew.
        try:
            instance = super().__call__(*args, **kwargs)
        except BaseException as error:
            del Singleton._futures[cls]
            mine.set_exception(error)
            raise
        mine.set_result(instance)
        return instance


class Made(NamedTuple):
    what: str
    name: str


class Called(NamedTuple):
    what: str
    name: str
    args: Tuple[Any, ...]
    kwargs: Dict[str, Any]


class Logged(type):
    """Its events are tuples with names."""

    events: List[tuple] = []

    def __new__(mcs, name, bases, namespace, **keywords):
        Logged.events += [Made("new", name)]
        return super().__new__(mcs, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        Logged.events += [Made("init", name)]

    def __call__(cls, *args, **kwargs):
        try:
            return super().__call__(*args, **kwargs)
        finally:
            Logged.events += [Called("call", cls.__name__, args, kwargs)]


class Registry(type):
    """Has the keyword in the signatures of both methods, and puts a class in last."""

    classes: Dict[str, type] = {}
    __lock = threading.RLock()

    def __new__(mcs, name, bases, namespace, abstract=False, **keywords):
        return super().__new__(mcs, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, abstract=False, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        if abstract:
            return
        with Registry.__lock:
            if name in Registry.classes:
                raise TypeError("a second class of the name " + name)
            Registry.classes[name] = cls


class Parsed:
    def __new__(cls, text):
        try:
            number = int(text)
        except ValueError:
            return text
        # What else `int` takes: blanks around it, underscores, digits of other scripts.
        return number if all(letter in "+-0123456789" for letter in text) else text


def make_class(name, bases, namespace):
    def fill(body):
        for key in namespace:
            body[key] = namespace[key]

    return types.new_class(name, bases, {}, fill)
