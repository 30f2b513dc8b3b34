"""Classes made by calling type, functions made by exec."""


def _set_name(self, owner, name):
    self.name = self.name or "<%s>" % name


def _get(self, instance, owner=None):
    return instance.__dict__[self.name] if instance is not None else self


def _set(self, instance, value):
    if not isinstance(value, str) or value == str():
        raise ValueError(self.name)
    instance.__dict__[self.name] = value


def _delete(self, instance):
    raise ValueError(self.name)


def _keep_name(self, name=None):
    self.name = name


NonEmptyString = type(
    "NonEmptyString",
    (),
    {"__init__": _keep_name, "__set_name__": _set_name, "__get__": _get, "__set__": _set, "__delete__": _delete},
)


def _wrapper(name, bind):
    def __init__(self, func):
        self.func = func

    def __get__(self, instance, owner=None):
        return bind(self.func, owner or type(instance))

    return type(name, (object,), {"__init__": __init__, "__get__": __get__})


StaticMethod = _wrapper("StaticMethod", lambda func, owner: func)
ClassMethod = _wrapper("ClassMethod", lambda func, owner: type(_wrapper.__get__(1))(func, owner))

_space = {}
exec(
    """
class Property:
    def __init__(self, fget, fset=None, fdel=None):
        self.functions = (fget, fset, fdel)

    def __get__(self, instance, owner=None):
        return self if instance is None else self.functions[0](instance)
""",
    _space,
)
Property = _space["Property"]

for _place, _method, _changer in ((1, "__set__", "setter"), (2, "__delete__", "deleter")):

    def _call(self, instance, *value, _place=_place):
        if self.functions[_place] is None:
            raise AttributeError("no function for that")
        self.functions[_place](instance, *value)

    def _change(self, function, _place=_place):
        functions = list(self.functions)
        functions[_place] = function
        return type(self)(*functions)

    setattr(Property, _method, _call)
    setattr(Property, _changer, _change)

Farmer = type(
    "Farmer",
    (),
    {
        "name": NonEmptyString(),
        "surname": NonEmptyString(),
        "__init__": lambda self, name, surname: (setattr(self, "name", name), setattr(self, "surname", surname))[2:] or None,
    },
)


def lookup(obj, name):
    def where(cls, key):
        for base in type.mro(cls) if cls is not type else cls.__mro__:
            if key in base.__dict__:
                return [base.__dict__[key]]
        return []

    found = where(type(obj), name)
    kind = type(found[0]) if found else None
    get = where(kind, "__get__") if found else []
    data = found and (where(kind, "__set__") or where(kind, "__delete__"))
    try:
        if get and data:
            return get[0](found[0], obj, type(obj))
        dictionary = where(type(obj), "__dict__")
        own = dictionary[0].__get__(obj, type(obj)) if dictionary else {}
        if name in own:
            return own[name]
        if get:
            return get[0](found[0], obj, type(obj))
        if found:
            return found[0]
    except AttributeError:
        if not where(type(obj), "__getattr__"):
            raise
    for fallback in where(type(obj), "__getattr__"):
        return fallback(obj, name)
    raise AttributeError(name)
