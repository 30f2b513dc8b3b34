"""`object.__getattribute__` is neither getattr nor overridden; everything else in one base class."""


class _Base:
    def __init__(self, func):
        self.func = func


class StaticMethod(_Base):
    def __get__(self, instance, owner=None):
        return self.func


class ClassMethod(_Base):
    def __get__(self, instance, owner=None):
        cls = type(instance) if owner is None else owner
        return _Bound(self.func, cls)


class _Bound:
    def __init__(self, func, first):
        self.func, self.first = func, first

    def __call__(self, *args, **kwargs):
        return self.func(self.first, *args, **kwargs)


class Property(_Base):
    def __init__(self, fget, fset=None, fdel=None):
        super().__init__(fget)
        self.fset = fset
        self.fdel = fdel

    def __get__(self, instance, owner=None):
        return self.func(instance) if instance is not None else self

    def __set__(self, instance, value):
        if not self.fset:
            raise AttributeError("read only")
        return self.fset(instance, value)

    def __delete__(self, instance):
        if not self.fdel:
            raise AttributeError("cannot be deleted")
        return self.fdel(instance)

    def setter(self, fset):
        return self.__class__(self.func, fset, self.fdel)

    def deleter(self, fdel):
        return self.__class__(self.func, self.fset, fdel)


class Checked:
    """A base for fields that are checked; what is right derived classes say."""

    def __init__(self, attribute=None):
        self.attribute = attribute

    def __set_name__(self, owner, name):
        self.field = name
        if self.attribute is None:
            self.attribute = "_%s_%s" % (type(self).__name__, name)

    def check(self, value):
        raise NotImplementedError

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return object.__getattribute__(instance, self.attribute)

    def __set__(self, instance, value):
        self.check(value)
        object.__setattr__(instance, self.attribute, value)

    def __delete__(self, instance):
        raise ValueError("deleting is not allowed")


class String(Checked):
    def check(self, value):
        if not isinstance(value, str):
            raise ValueError("not a string")


class NonEmptyString(String):
    def check(self, value):
        super().check(value)
        if not value:
            raise ValueError("empty")


class Farmer:
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name, surname):
        self.name = name
        self.surname = surname


def lookup(obj, name):
    try:
        return object.__getattribute__(obj, name)
    except AttributeError:
        for cls in type(obj).__mro__:
            if "__getattr__" in vars(cls):
                return vars(cls)["__getattr__"](obj, name)
        raise
