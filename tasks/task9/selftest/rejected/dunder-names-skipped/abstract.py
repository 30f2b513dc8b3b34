def abstractmethod(method):
    method.__is_abstract__ = True
    return method


def is_abstract(value):
    return getattr(value, "__is_abstract__", False)


def still_abstract(cls):
    seen = {}
    for base in cls.__mro__:
        for name, value in vars(base).items():
            seen.setdefault(name, value)
    return {name for name, value in seen.items() if is_abstract(value) and not name.startswith("__")}


def abstract_methods(cls):
    return frozenset(still_abstract(cls))


class MyABCMeta(type):
    def __call__(cls, *args, **kwargs):
        names = still_abstract(cls)
        if names:
            raise NotImplementedError("Methods not implemented: " + ", ".join(sorted(names)))
        return super().__call__(*args, **kwargs)


class MyABC(metaclass=MyABCMeta):
    pass
