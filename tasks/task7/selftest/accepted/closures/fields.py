"""Closures in place of attributes; functions are bound by their own `__get__`."""

from functools import partial


def _validator(check):
    def store(self, instance, value):
        check(value)
        instance.__dict__[self.key] = value

    return store


def _non_empty(value):
    if isinstance(value, str) and len(value) > 0:
        return
    raise ValueError("expected a string with at least one character")


class NonEmptyString:
    key = None

    def __init__(self, *key):
        if key:
            (self.key,) = key

    def __set_name__(self, owner, name):
        if not self.key:
            self.key = "%s of %s" % (name, owner.__qualname__)

    def __get__(self, instance, owner):
        return self if instance is None else instance.__dict__[self.key]

    __set__ = _validator(_non_empty)

    def __delete__(self, instance):
        raise ValueError("no")


class StaticMethod:
    def __init__(self, func):
        self.unbound = lambda *args, **kwargs: func(*args, **kwargs)

    def __get__(self, instance, owner):
        return self.unbound


class ClassMethod:
    def __init__(self, func):
        self.bind = lambda owner: func.__get__(owner, type(owner))

    def __get__(self, instance, owner):
        return self.bind(owner)


def _refuse(*_):
    raise AttributeError("no function for that")


class Property:
    def __init__(self, fget, fset=None, fdel=None):
        self.with_setter = lambda new: Property(fget, new, fdel)
        self.with_deleter = lambda new: Property(fget, fset, new)
        self.run = {"get": fget, "set": fset or _refuse, "delete": fdel or _refuse}

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return self.run["get"](instance)

    def __set__(self, instance, value):
        self.run["set"](instance, value)

    def __delete__(self, instance):
        self.run["delete"](instance)

    def setter(self, function):
        return self.with_setter(function)

    def deleter(self, function):
        return self.with_deleter(function)


class Farmer:
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name, surname):
        self.name = name
        self.surname = surname


def lookup(obj, name):
    kind = type(obj)

    def from_instance():
        try:
            own = object.__getattribute__(obj, "__dict__")
        except AttributeError:
            return ()
        return (own[name],) if name in own else ()

    def along(cls, wanted):
        return next(((base.__dict__[wanted],) for base in cls.__mro__ if wanted in base.__dict__), ())

    def steps():
        for attribute in along(kind, name):
            has = partial(along, type(attribute))
            for get in has("__get__"):
                if has("__set__") or has("__delete__"):
                    yield get(attribute, obj, kind)
        yield from from_instance()
        for attribute in along(kind, name):
            for get in along(type(attribute), "__get__"):
                yield get(attribute, obj, kind)
            yield attribute

    try:
        for value in steps():
            return value
    except AttributeError:
        for fallback in along(kind, "__getattr__"):
            return fallback(obj, name)
        raise
    for fallback in along(kind, "__getattr__"):
        return fallback(obj, name)
    raise AttributeError(name)
