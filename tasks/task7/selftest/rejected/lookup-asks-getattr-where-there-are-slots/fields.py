class NonEmptyString:
    def __init__(self, attr=None):
        self.attr = attr

    def __set_name__(self, owner, name):
        if self.attr is None:
            self.attr = "_" + name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        try:
            return instance.__dict__[self.attr]
        except KeyError:
            raise AttributeError(self.attr) from None

    def __set__(self, instance, value):
        if not isinstance(value, str) or not value:
            raise ValueError("a non-empty string is needed")
        instance.__dict__[self.attr] = value

    def __delete__(self, instance):
        raise ValueError("cannot be deleted")


class StaticMethod:
    def __init__(self, func):
        self.func = func

    def __get__(self, instance, owner=None):
        return self.func


class ClassMethod:
    def __init__(self, func):
        self.func = func

    def __get__(self, instance, owner=None):
        if owner is None:
            owner = type(instance)

        def bound(*args, **kwargs):
            return self.func(owner, *args, **kwargs)

        return bound


class Property:
    def __init__(self, fget, fset=None, fdel=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.fget is None:
            raise AttributeError("unreadable")
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def setter(self, fset):
        return type(self)(self.fget, fset, self.fdel)

    def deleter(self, fdel):
        return type(self)(self.fget, self.fset, fdel)


class Farmer:
    name = NonEmptyString()
    surname = NonEmptyString("_surname")

    def __init__(self, name, surname):
        self.name = name
        self.surname = surname


def lookup(obj, name):
    if hasattr(type(obj), "__slots__"):
        return getattr(obj, name)
    cls = type(obj)
    found = None
    has = False
    for base in cls.__mro__:
        if name in base.__dict__:
            found = base.__dict__[name]
            has = True
            break
    try:
        if has:
            kind = type(found)
            get = _type_attr(kind, "__get__")
            data = _type_attr(kind, "__set__") is not None or _type_attr(kind, "__delete__") is not None
            if get is not None and data:
                return get(found, obj, cls)
        try:
            values = object.__getattribute__(obj, "__dict__")
        except AttributeError:
            values = {}
        if name in values:
            return values[name]
        if has:
            if get is not None:
                return get(found, obj, cls)
            return found
        raise AttributeError(f"{cls.__name__!r} object has no attribute {name!r}")
    except AttributeError:
        fallback = _type_attr(cls, "__getattr__")
        if fallback is None:
            raise
        return fallback(obj, name)


def _type_attr(kind, name):
    for base in kind.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return None
