"""The descriptor knows its classes weakly, the instance has the value; everything of use is in a private class."""

import weakref as _weakref


class NonEmptyString:
    def __init__(self, *where):
        self._owners = _weakref.WeakSet()
        self._where = where[0] if where else None

    def __set_name__(self, owner, name):
        self._owners.add(owner)
        self._where = self._where or "\N{LATIN SMALL LETTER N WITH TILDE}" + name

    def __get__(self, instance, owner):
        if instance is None and owner is not None:
            return self
        return vars(instance)[self._where]

    def __set__(self, instance, value):
        try:
            if str.__len__(value) == 0:
                raise TypeError("empty")
        except TypeError as error:
            raise ValueError(*error.args) from None
        vars(instance)[self._where] = value

    def __delete__(self, instance):
        raise ValueError("no")


class _Lazy:
    """Bound when it is called, not when it is looked up."""

    def __init__(self, func, *first):
        self._func, self._first = func, first

    def __call__(self, *args, **kwargs):
        return self._func(*self._first, *args, **kwargs)


class StaticMethod(_Lazy):
    def __init__(self, func):
        super().__init__(func)

    def __get__(self, *_):
        return self


class ClassMethod(_Lazy):
    def __get__(self, instance, owner):
        return _Lazy(self._func, owner)


class Property:
    def __init__(self, fget, fset=None, fdel=None):
        self._functions = dict(fget=fget, fset=fset, fdel=fdel)

    def _with(self, **more):
        return Property(**{**self._functions, **more})

    def _run(self, which, *args):
        function = self._functions[which]
        if function is None:
            raise AttributeError(which)
        return function(*args)

    def __get__(self, instance, owner):
        return self if instance is None else self._run("fget", instance)

    def __set__(self, instance, value):
        self._run("fset", instance, value)

    def __delete__(self, instance):
        self._run("fdel", instance)

    setter = lambda self, function: self._with(fset=function)
    deleter = lambda self, function: self._with(fdel=function)


class Farmer:
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name, surname):
        self.name = name
        self.surname = surname


def lookup(obj, name):
    for find in (_data_descriptor, _entry, _rest_of_type):
        try:
            found = find(obj, name)
        except AttributeError as raised:
            error = raised
            break
        if found:
            return found[0]
    else:
        error = AttributeError(name)
    for fallback in _in_type(type(obj), "__getattr__"):
        return fallback(obj, name)
    raise error


def _in_type(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            yield base.__dict__[name]
            return


def _data_descriptor(obj, name):
    for found in _in_type(type(obj), name):
        for get in _in_type(type(found), "__get__"):
            if [*_in_type(type(found), "__set__"), *_in_type(type(found), "__delete__")]:
                return [get(found, obj, type(obj))]
    return []


def _entry(obj, name):
    try:
        own = object.__getattribute__(obj, "__dict__")
    except AttributeError:
        return []
    return [own[name]] if name in own else []


def _rest_of_type(obj, name):
    for found in _in_type(type(obj), name):
        for get in _in_type(type(found), "__get__"):
            return [get(found, obj, type(obj))]
        return [found]
    return []
