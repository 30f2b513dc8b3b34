# values in the instance under a private mangled key made by the field's name; MethodType for class methods; inspect free
import types


class _Missing:
    pass


class NonEmptyString(object):
    __slots__ = ("key",)

    def __init__(self, *name):
        self.key, = name or (None,)

    def __set_name__(self, owner, name):
        self.key = self.key or f"{name}__value"

    def __get__(self, obj, cls=None):
        return self if obj is None else vars(obj)[self.key]

    def __set__(self, obj, value):
        match = isinstance(value, str) and len(value)
        if not match:
            raise ValueError(value)
        vars(obj).update({self.key: value})

    def __delete__(self, obj):
        raise ValueError("no")


class StaticMethod:
    def __init__(self, f):
        self.__wrapped__ = f

    def __get__(self, *_):
        return self.__wrapped__

    def __call__(self, *a, **k):
        return self.__wrapped__(*a, **k)


class ClassMethod:
    def __init__(self, f):
        self.__wrapped__ = f

    def __get__(self, obj, cls=None):
        return types.MethodType(self.__wrapped__, cls if cls is not None else type(obj))


class Property:
    fget = fset = fdel = None

    def __init__(self, fget, fset=None, fdel=None):
        self.__dict__.update(fget=fget, fset=fset, fdel=fdel)
        self.__doc__ = getattr(fget, "__doc__", None)

    def __get__(self, obj, cls=None):
        return self if obj is None else self._use("fget", obj)

    def __set__(self, obj, value):
        self._use("fset", obj, value)

    def __delete__(self, obj):
        self._use("fdel", obj)

    def _use(self, which, *args):
        func = self.__dict__[which]
        if func is None:
            raise AttributeError(f"no {which}")
        return func(*args)

    def getter(self, f):
        return self.__class__(f, self.fset, self.fdel)

    def setter(self, f):
        return self.__class__(self.fget, f, self.fdel)

    def deleter(self, f):
        return self.__class__(self.fget, self.fset, f)


Farmer = type("Farmer", (), {})


def __init__(self, name, surname):
    self.name, self.surname = name, surname


for _field in ("name", "surname"):
    _descriptor = NonEmptyString()
    setattr(Farmer, _field, _descriptor)
    _descriptor.__set_name__(Farmer, _field)
Farmer.__init__ = __init__
del __init__


def lookup(obj, name):
    mro = type.__dict__["__mro__"].__get__(type(obj))
    attribute = next((c.__dict__[name] for c in mro if name in c.__dict__), _Missing)

    def part(method):
        for c in type(attribute).__mro__:
            if method in vars(c):
                return vars(c)[method]

    try:
        getter = part("__get__")
        if attribute is not _Missing and getter and (part("__set__") or part("__delete__")):
            return getter(attribute, obj, type(obj))
        own = _dict_of(obj)
        if name in own:
            return own[name]
        if attribute is _Missing:
            raise AttributeError(name)
        return getter(attribute, obj, type(obj)) if getter else attribute
    except AttributeError as error:
        for c in mro:
            if "__getattr__" in c.__dict__:
                hook = c.__dict__["__getattr__"]
                break
        else:
            raise error
    bind = getattr(type(hook), "__get__", None)
    return (bind(hook, obj, type(obj)) if bind else hook)(name)


def _dict_of(obj):
    try:
        return object.__getattribute__(obj, "__dict__")
    except AttributeError:
        return {}
