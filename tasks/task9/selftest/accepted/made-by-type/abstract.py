"""No class statement with a metaclass: both are made by calls."""


def abstractmethod(method):
    method.__annotations__.setdefault("abstract!", None)
    return method


def _is_abstract(value):
    return "abstract!" in getattr(value, "__annotations__", {}) if callable(value) and not isinstance(value, type) else False


def abstract_methods(cls):
    decided = {}
    for base in cls.__mro__:
        for name, value in base.__dict__.items():
            decided.setdefault(name, value)
    return frozenset(name for name in decided if _is_abstract(decided[name]))


def _call(cls, *args, **kwargs):
    names = abstract_methods(cls)
    if names:
        raise NotImplementedError("Methods not implemented: " + ", ".join(sorted(names)))
    return type.__call__(cls, *args, **kwargs)


MyABCMeta = type("MyABCMeta", (type,), {"__call__": _call})
MyABC = MyABCMeta("MyABC", (object,), {"__doc__": "The base."})
