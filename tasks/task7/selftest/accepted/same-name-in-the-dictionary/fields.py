"""The value lies under the field's own name: a data descriptor goes first anyway. Bound by `types.MethodType`."""

import types


class NonEmptyString:
    def __init__(self, key=None):
        self._key = key

    def __set_name__(self, owner, name):
        self._key = self._key or name

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        try:
            return obj.__dict__[self._key]
        except KeyError:
            raise AttributeError(self._key) from None

    def __set__(self, obj, value):
        if not isinstance(value, str):
            raise ValueError(f"{self._key} must be a string, not {value!r}")
        if value == "":
            raise ValueError(f"{self._key} must not be empty")
        obj.__dict__[self._key] = value

    def __delete__(self, obj):
        raise ValueError(f"{self._key} cannot be deleted")


class StaticMethod:
    def __init__(self, func):
        self.__func__ = func

    def __get__(self, obj, objtype=None):
        return self.__func__

    def __call__(self, *args, **kwargs):
        return self.__func__(*args, **kwargs)


class ClassMethod:
    def __init__(self, func):
        self.__func__ = func

    def __get__(self, obj, objtype=None):
        return types.MethodType(self.__func__, objtype if objtype is not None else type(obj))


class Property:
    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.__doc__ = doc if doc is not None else getattr(fget, "__doc__", None)

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        if self.fget is None:
            raise AttributeError("unreadable attribute")
        return self.fget(obj)

    def __set__(self, obj, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(obj, value)

    def __delete__(self, obj):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(obj)

    def getter(self, fget):
        return type(self)(fget, self.fset, self.fdel, self.__doc__)

    def setter(self, fset):
        return type(self)(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return type(self)(self.fget, self.fset, fdel, self.__doc__)


class Farmer:
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name, surname):
        self.name = name
        self.surname = surname


_MISSING = object()


def _find(cls, name):
    for base in cls.__mro__:
        try:
            return vars(base)[name]
        except KeyError:
            pass
    return _MISSING


def lookup(obj, name):
    """As in the descriptor guide of Python's documentation."""
    try:
        return _generic(obj, name)
    except AttributeError:
        hook = _find(type(obj), "__getattr__")
        if hook is _MISSING:
            raise
    return hook(obj, name)


def _generic(obj, name):
    cls = type(obj)
    attribute = _find(cls, name)
    kind = type(attribute)
    get = _find(kind, "__get__")
    if get is not _MISSING:
        if _find(kind, "__set__") is not _MISSING or _find(kind, "__delete__") is not _MISSING:
            return get(attribute, obj, cls)
    if hasattr(obj, "__dict__") and name in vars(obj):
        return vars(obj)[name]
    if get is not _MISSING:
        return get(attribute, obj, cls)
    if attribute is not _MISSING:
        return attribute
    raise AttributeError(name)
