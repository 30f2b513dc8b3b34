"""Abstract base classes without the module abc (task9)."""

from typing import FrozenSet


def abstractmethod(method):
    """Mark a function as one that derived classes must override."""
    raise NotImplementedError("write abstractmethod")


class MyABCMeta(type):
    """The metaclass of classes that may have abstract methods."""


class MyABC(metaclass=MyABCMeta):
    """A base for classes that may have abstract methods."""


def abstract_methods(cls: type) -> FrozenSet[str]:
    """The names of the methods that are still abstract in `cls`."""
    raise NotImplementedError("write abstract_methods")
