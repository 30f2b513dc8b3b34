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
    def __new__(cls, *args, **kwargs):
        names = abstract_methods(cls)
        if names:
            raise NotImplementedError("Methods not implemented: " + ", ".join(sorted(names)))
        if cls.__init__ is object.__init__ and (args or kwargs):
            raise TypeError("no arguments, please")
        return super().__new__(cls)
