"""Values are set and read through the instance, and wrong uses of the built-ins are told from right ones."""


class NonEmptyString:
    """A field. `attribute` is where the value is."""

    def __init__(self, attribute: str = None):
        self.attribute = attribute

    def __set_name__(self, owner, name):
        if self.attribute is None:
            self.attribute = "_" + name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self.attribute, "")

    def __set__(self, instance, value):
        self.validate(value)
        setattr(instance, self.attribute, value)

    def __delete__(self, instance):
        raise ValueError(f"{self.attribute} is needed")

    @staticmethod
    def validate(value):
        """This is no clone: the built-ins may be used here."""
        if not isinstance(value, str):
            raise ValueError("a string is needed")
        if not value:
            raise ValueError("an empty string is not enough")

    @property
    def field(self):
        return self.attribute[1:]


def unwrapped(func):
    """What somebody has wrapped already."""
    return func.__func__ if isinstance(func, (staticmethod, classmethod)) else func


class StaticMethod:
    def __init__(self, func):
        self.func = unwrapped(func)

    def __get__(self, instance, owner=None):
        return self.func


class ClassMethod:
    def __init__(self, func):
        self.func = unwrapped(func)
        self.bound = {}

    def __get__(self, instance, owner=None):
        owner = owner or type(instance)
        if owner not in self.bound:
            self.bound[owner] = self.func.__get__(owner)
        return self.bound[owner]


class Property:
    fset = fdel = None

    def __init__(self, fget, fset=None, fdel=None):
        self.fget = fget
        if fset:
            self.fset = fset
        if fdel:
            self.fdel = fdel

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        # A function of the instance of Property, not a method of it.
        return self.__dict__["fget"](instance)

    def __set__(self, instance, value):
        if "fset" not in self.__dict__:
            raise AttributeError("can't set attribute")
        self.__dict__["fset"](instance, value)

    def __delete__(self, instance):
        if "fdel" not in self.__dict__:
            raise AttributeError("can't delete attribute")
        self.__dict__["fdel"](instance)

    def setter(self, fset):
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__, fset=fset)
        return made

    def deleter(self, fdel):
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__, fdel=fdel)
        return made


class Farmer:
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name, surname):
        for field, value in {"name": name, "surname": surname}.items():
            setattr(self, field, value)

    def __repr__(self):
        return f"Farmer({self.name!r}, {self.surname!r})"


def lookup(obj, name):
    cls = type(obj)
    with_it = [base for base in cls.__mro__ if name in base.__dict__]
    if with_it:
        attribute = with_it[0].__dict__[name]
        kind = type(attribute)
        # `hasattr` of a class would find what its metaclass has.
        methods = {method for base in kind.__mro__ for method in base.__dict__}
    else:
        attribute, kind, methods = None, None, set()
    if "__get__" in methods and methods & {"__set__", "__delete__"}:
        return or_fallback(obj, name, lambda: kind.__get__(attribute, obj, cls))
    if any("__dict__" in base.__dict__ for base in cls.__mro__):
        if name in object.__getattribute__(obj, "__dict__"):
            return object.__getattribute__(obj, "__dict__")[name]
    if "__get__" in methods:
        return or_fallback(obj, name, lambda: kind.__get__(attribute, obj, cls))
    if with_it:
        return attribute
    return or_fallback(obj, name, lambda: nothing(cls, name))


def or_fallback(obj, name, look):
    try:
        return look()
    except AttributeError:
        if not hasattr(type(obj), "__getattr__"):
            raise
        return type(obj).__getattr__(obj, name)


def nothing(cls, name):
    raise AttributeError(f"{cls.__name__!r} object has no attribute {name!r}")
