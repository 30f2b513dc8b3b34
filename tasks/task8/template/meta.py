"""Metaclasses (task8)."""

from typing import Any, Dict, List


class Logged(type):
    """Notes in `events` that a class is made, initialised and called."""

    events: List[tuple] = []

    # write __new__, __init__ and __call__


class Singleton(type):
    """A class with this metaclass has one instance, whoever makes it, and from whatever thread."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """The instance of this class."""
        raise NotImplementedError("write Singleton.__call__")


class Registry(type):
    """Keeps every class that it makes in `classes` by name, except those made with `abstract=True`."""

    classes: Dict[str, type] = {}

    # write __new__ and __init__


class Parsed:
    """`Parsed("42")` is 42, `Parsed("abc")` is "abc"."""

    def __new__(cls, text: str) -> Any:
        """An int when the text is an optional sign and digits, else the text."""
        raise NotImplementedError("write Parsed.__new__")


def make_class(name: str, bases: tuple, namespace: dict) -> type:
    """Make a class without a `class` statement."""
    raise NotImplementedError("write make_class")
