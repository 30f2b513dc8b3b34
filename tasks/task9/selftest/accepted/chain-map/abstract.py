import collections
import collections.abc


def abstractmethod(method):
    setattr(method, "abstract?", True)
    return method


def abstract_methods(cls):
    names = collections.ChainMap(*(dict(vars(base)) for base in cls.__mro__))
    return frozenset(name for name in names if hasattr(names[name], "abstract?"))


class MyABCMeta(type):
    def __call__(cls, *args, **kwargs):
        names = sorted(abstract_methods(cls))
        if names:
            raise NotImplementedError("Methods not implemented: " + str.join(", ", names))
        return super(MyABCMeta, cls).__call__(*args, **kwargs)


class MyABC(metaclass=MyABCMeta):
    """The base."""
