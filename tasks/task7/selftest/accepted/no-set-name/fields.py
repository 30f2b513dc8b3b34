"""Without `__set_name__`: the name of a field is looked for in the classes when it is needed."""


class NonEmptyString:
    def __init__(self, attribute=""):
        self.given = attribute

    def key(self, instance):
        if self.given:
            return self.given
        for cls in type(instance).__mro__:
            for name, value in cls.__dict__.items():
                if value is self:
                    return "__" + name
        raise LookupError("not a field of " + type(instance).__name__)

    def __get__(self, instance, owner=None):
        if instance is not None:
            return vars(instance).get(self.key(instance))
        return self

    def __set__(self, instance, value):
        match = type(value) is str or issubclass(type(value), str)
        if not (match and value):
            raise ValueError(value)
        vars(instance)[self.key(instance)] = value

    def __delete__(self, instance):
        raise ValueError(self.key(instance))


class StaticMethod:
    __slots__ = ("func",)

    def __init__(self, func):
        self.func = func

    def __get__(self, *_):
        return self.func


class ClassMethod:
    __slots__ = ("func",)

    def __init__(self, func):
        self.func = func

    def __get__(self, instance, owner=None):
        if owner is None:
            owner = type(instance)
        return lambda *args, **kwargs: self.func(owner, *args, **kwargs)


class Property:
    __slots__ = ("fget", "fset", "fdel")

    def __init__(self, fget, fset=None, fdel=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return self.fget(instance)

    def __set__(self, instance, value):
        try:
            function = self.fset.__call__
        except AttributeError:
            raise AttributeError("this property has no setter") from None
        function(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("this property has no deleter")
        self.fdel(instance)

    def setter(self, fset):
        new = Property(self.fget)
        new.fset, new.fdel = fset, self.fdel
        return new

    def deleter(self, fdel):
        new = Property(self.fget)
        new.fset, new.fdel = self.fset, fdel
        return new


class Farmer:
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name, surname):
        self.name = name
        self.surname = surname


class _Nothing:
    pass


def lookup(obj, name):
    cls = type(obj)
    by_name = _merged(cls)
    found = by_name.get(name, _Nothing)
    methods = _merged(type(found)) if found is not _Nothing else {}
    get = methods.get("__get__")
    is_data = "__set__" in methods or "__delete__" in methods
    try:
        own = vars(obj)
    except TypeError:
        own = {}
    try:
        if get is not None and is_data:
            return get(found, obj, cls)
        if name in own:
            return own[name]
        if get is not None:
            return get(found, obj, cls)
        if found is not _Nothing:
            return found
        raise AttributeError("%s has no attribute %s" % (cls.__name__, name))
    except AttributeError as error:
        if "__getattr__" in by_name:
            return by_name["__getattr__"](obj, name)
        raise error


def _merged(cls):
    names = {}
    for base in cls.__mro__[::-1]:
        names.update(vars(base))
    return names
