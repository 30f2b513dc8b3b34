import weakref

_TABLE = weakref.WeakKeyDictionary()
_MARKED = []


def abstractmethod(method):
    _MARKED.append(method)
    return method


def _is_marked(value):
    return any(value is marked for marked in _MARKED)


class MyABCMeta(type):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        first = {}
        for base in reversed(cls.__mro__):
            first.update(vars(base))
        _TABLE[cls] = frozenset(name for name, value in first.items() if _is_marked(value))

    def __call__(cls, *args, **kwargs):
        if _TABLE[cls]:
            raise NotImplementedError("Methods not implemented: {}".format(", ".join(sorted(_TABLE[cls]))))
        return super().__call__(*args, **kwargs)


class MyABC(metaclass=MyABCMeta):
    pass


def abstract_methods(cls):
    return _TABLE.get(cls, frozenset())
