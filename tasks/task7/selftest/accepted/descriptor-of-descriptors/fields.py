"""Fields on top of the task's own Property, and a metaclass that has nothing to do with it."""


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


class NonEmptyString(Property):
    def __init__(self, attribute=None):
        super().__init__(self._read, self._write, self._drop)
        self.attribute = attribute

    def __set_name__(self, owner, name):
        if self.attribute is None:
            self.attribute = name + "'"

    def _read(self, instance):
        return instance.__dict__[self.attribute]

    def _write(self, instance, value):
        if not isinstance(value, str):
            raise ValueError("not a str")
        elif not value:
            raise ValueError("empty")
        instance.__dict__.update({self.attribute: value})

    def _drop(self, instance):
        raise ValueError("cannot be deleted")


class Method:
    def __new__(cls, func):
        self = super().__new__(cls)
        self.func = func
        return self


class StaticMethod(Method):
    def __get__(self, instance, owner):
        def static(*args, **kwargs):
            return self.func(*args, **kwargs)

        return static


class ClassMethod(Method):
    def __init_subclass__(cls):
        super().__init_subclass__()

    def __get__(self, instance, owner):
        bound = self.func.__get__(owner, type(owner))
        return bound


class Noting(type):
    made = []

    def __init__(cls, *args):
        super().__init__(*args)
        Noting.made.append(cls)


class Farmer(metaclass=Noting):
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name, surname):
        Farmer.name.__set__(self, name)
        Farmer.surname.__set__(self, surname)


def lookup(obj, name):
    mro = type(obj).__mro__
    i = 0
    while i < len(mro) and name not in mro[i].__dict__:
        i += 1
    in_class = i < len(mro)
    value = mro[i].__dict__[name] if in_class else None
    traits = set()
    getter = None
    if in_class:
        for base in type(value).__mro__:
            for method in ("__get__", "__set__", "__delete__"):
                if method in base.__dict__ and method not in traits:
                    traits.add(method)
                    if method == "__get__":
                        getter = base.__dict__[method]
    try:
        if "__get__" in traits and len(traits) > 1:
            return getter(value, obj, type(obj))
        for base in mro:
            if "__dict__" in base.__dict__ and name in obj.__dict__:
                return obj.__dict__[name]
        if "__get__" in traits:
            return getter(value, obj, type(obj))
        if in_class:
            return value
    except AttributeError as first:
        error = first
    else:
        error = AttributeError(name)
    for base in mro:
        if "__getattr__" in base.__dict__:
            return base.__dict__["__getattr__"](obj, name)
    raise error
