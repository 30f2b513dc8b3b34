def abstractmethod(method):
    method.__is_abstract__ = True
    return method


def abstract_methods(cls):
    names = {name for base in cls.__mro__ for name in vars(base)}
    first = {name: next(vars(base)[name] for base in cls.__mro__ if name in vars(base)) for name in names}
    return frozenset(name for name in names if getattr(first[name], "__is_abstract__", False))


class MyABCMeta(type):
    pass


class MyABC(metaclass=MyABCMeta):
    def __init__(self):
        names = abstract_methods(type(self))
        if names:
            raise NotImplementedError("Methods not implemented: " + ", ".join(sorted(names)))
