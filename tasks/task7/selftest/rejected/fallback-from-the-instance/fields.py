class NonEmptyString:
    def __init__(self, attribute=None):
        self.attribute = attribute

    def __set_name__(self, owner, name):
        if self.attribute is None:
            self.attribute = "_" + name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return getattr(instance, self.attribute)

    def __set__(self, instance, value):
        if not isinstance(value, str) or not value:
            raise ValueError("a non-empty string is needed")
        setattr(instance, self.attribute, value)

    def __delete__(self, instance):
        raise ValueError("cannot be deleted")


class StaticMethod:
    def __init__(self, func):
        self.func = func

    def __get__(self, instance, owner):
        return self.func


class ClassMethod:
    def __init__(self, func):
        self.func = func

    def __get__(self, instance, owner):
        def bound(*args, **kwargs):
            return self.func(owner, *args, **kwargs)

        return bound


class Property:
    def __init__(self, fget, fset=None, fdel=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel

    def __get__(self, instance, owner):
        if instance is None:
            return self
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
        return Property(self.fget, fset, self.fdel)

    def deleter(self, fdel):
        return Property(self.fget, self.fset, fdel)


class Farmer:
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name, surname):
        self.name = name
        self.surname = surname


def lookup(obj, name):
    found, missing = None, True
    for cls in type(obj).__mro__:
        if name in cls.__dict__:
            found, missing = cls.__dict__[name], False
            break
    special = {} if missing else _all_of(type(found))
    try:
        if "__get__" in special and ("__set__" in special or "__delete__" in special):
            return special["__get__"](found, obj, type(obj))
        if hasattr(obj, "__dict__") and name in obj.__dict__:
            return obj.__dict__[name]
        if "__get__" in special:
            return special["__get__"](found, obj, type(obj))
        if not missing:
            return found
        raise AttributeError(name)
    except AttributeError:
        fallback = _all_of(type(obj)).get("__getattr__")
        if hasattr(obj, "__dict__") and "__getattr__" in obj.__dict__:
            return obj.__dict__["__getattr__"](name)
        if fallback is None:
            raise
        return fallback(obj, name)


def _all_of(cls):
    together = {}
    for base in reversed(cls.__mro__):
        together.update(base.__dict__)
    return together
