import functools


def abstractmethod(method):
    method.abstract = method.__qualname__
    return method


@functools.lru_cache(maxsize=None)
def abstract_methods(cls):
    def first(name):
        return next(vars(base)[name] for base in cls.__mro__ if name in vars(base))

    names = set().union(*map(vars, cls.__mro__))
    return frozenset(name for name in names if "abstract" in getattr(first(name), "__dict__", {}) and callable(first(name)))


class MyABCMeta(type):
    def __call__(cls, *args, **kwargs):
        assert isinstance(cls, MyABCMeta)
        missing = abstract_methods(cls)
        if missing != frozenset():
            raise NotImplementedError("Methods not implemented: " + ", ".join(sorted(missing)))
        return super().__call__(*args, **kwargs)


class MyABC(metaclass=MyABCMeta):
    pass
