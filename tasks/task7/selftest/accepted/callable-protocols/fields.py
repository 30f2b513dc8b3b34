"""Clones derived from library classes; nested dictionary in the instance for fields without a given name."""

from abc import ABC
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Field(ABC, Generic[T]):
    def __init__(self, attribute: str = None) -> None:
        self.attribute = attribute

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def place(self, instance):
        if self.attribute is not None:
            return instance.__dict__, self.attribute
        return instance.__dict__.setdefault("fields of " + self.name, {}), self.name

    def __get__(self, instance: Any, owner: type) -> T:
        if instance is None:
            return self
        store, key = self.place(instance)
        return store.get(key)

    def __set__(self, instance: Any, value: T) -> None:
        if not self.fits(value):
            raise BadValue(value)
        store, key = self.place(instance)
        store[key] = value

    def __delete__(self, instance: Any) -> None:
        raise BadValue("nothing")

    def fits(self, value):
        return True


class BadValue(ValueError):
    """Derived from ValueError."""


class NonEmptyString(Field[str]):
    def fits(self, value):
        return isinstance(value, str) and super().fits(value) and value != ""


class StaticMethod(Callable):
    def __init__(self, func):
        self.func = func

    def __call__(self, *args, **kwargs):
        return self.func(*args, **kwargs)

    def __get__(self, instance, owner):
        return self.__call__


class ClassMethod(Generic[T]):
    def __init__(self, func):
        self.func = func

    def __get__(self, instance, owner):
        class Bound(Callable):
            def __new__(cls):
                return super().__new__(cls)

            def __call__(_, *args, **kwargs):
                return self.func(owner, *args, **kwargs)

        return Bound()


class Property(ABC):
    def __init__(self, fget, fset=None, fdel=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError
        self.fdel(instance)

    def setter(self, fset):
        self = Property(self.fget, self.fset, self.fdel)
        self.fset = fset
        return self

    def deleter(self, fdel):
        self = Property(self.fget, self.fset, self.fdel)
        self.fdel = fdel
        return self


class Farmer:
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name, surname):
        self.name = name
        self.surname = surname


def lookup(obj, name):
    """In words: what the type says, unless the instance may overrule it."""
    try:
        said = of_class(type(obj), name)
        if not said:
            return of_instance(obj, name)[0]
        value = said[0]
        get = of_class(type(value), "__get__")
        overrules = get and (of_class(type(value), "__set__") or of_class(type(value), "__delete__"))
        own = [] if overrules else of_instance(obj, name)
        if own:
            return own[0]
        return get[0](value, obj, type(obj)) if get else value
    except (AttributeError, NothingThere) as error:
        fallback = of_class(type(obj), "__getattr__")
        if fallback:
            return fallback[0](obj, name)
        raise AttributeError(name) from error


class NothingThere(Exception):
    pass


class Found(list):
    def __getitem__(self, index):
        if not self:
            raise NothingThere
        return super().__getitem__(index)


def of_class(cls, name):
    return Found([vars(base)[name] for base in cls.__mro__ if name in vars(base)][:1])


def of_instance(obj, name):
    own = obj.__dict__ if hasattr(obj, "__dict__") else {}
    return Found([own[name]] if name in own else [])
