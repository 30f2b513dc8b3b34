"""Clones that are tuples and other things with built-in parts of their own."""

import collections
import typing


class NonEmptyString(collections.namedtuple("NonEmptyString", "box")):
    __slots__ = ()

    def __new__(cls, attribute=None):
        return super().__new__(cls, [attribute])

    def __set_name__(self, owner, name):
        if self.box == [None]:
            self.box[0] = "_" + name

    def __get__(self, instance, owner):
        return self if instance is None else instance.__dict__[self.box[0]]

    def __set__(self, instance, value):
        if not (isinstance(value, str) and value):
            raise ValueError("a non-empty string is needed")
        instance.__dict__[self.box[0]] = value

    def __delete__(self, instance):
        raise ValueError("cannot be deleted")


class StaticMethod(typing.NamedTuple):
    func: typing.Callable

    def __get__(self, instance, owner):
        return self.func


class ClassMethod(typing.NamedTuple):
    func: typing.Callable

    def __get__(self, instance, owner):
        return self.func.__get__(owner)


class Property(typing.NamedTuple):
    fget: typing.Callable
    fset: typing.Optional[typing.Callable] = None
    fdel: typing.Optional[typing.Callable] = None

    def __get__(self, instance, owner):
        return self if instance is None else self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def setter(self, fset):
        return self._replace(fset=fset)

    def deleter(self, fdel):
        return self._replace(fdel=fdel)


class Farmer:
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name, surname):
        self.name = name
        self.surname = surname


def lookup(obj, name):
    cls = obj.__class__
    chain = collections.ChainMap(*[vars(base) for base in cls.__mro__])
    of_type = collections.ChainMap(*[vars(base) for base in type(chain[name]).__mro__]) if name in chain else {}
    try:
        if "__get__" in of_type and ("__set__" in of_type or "__delete__" in of_type):
            return of_type["__get__"](chain[name], obj, cls)
        if cls.__dictoffset__ and name in obj.__dict__:
            return obj.__dict__[name]
        if name not in chain:
            raise AttributeError(name)
        return of_type["__get__"](chain[name], obj, cls) if "__get__" in of_type else chain[name]
    except AttributeError:
        if "__getattr__" not in chain:
            raise
        return chain["__getattr__"](obj, name)
