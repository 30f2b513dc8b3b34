"""`__prepare__` gives a namespace; a closure keeps what is marked."""
import types


def _marks():
    marked = {}

    def abstractmethod(method):
        if not isinstance(method, types.FunctionType):
            raise TypeError("abstractmethod is for functions")
        marked[id(method)] = method
        return method

    return abstractmethod, lambda value: id(value) in marked


abstractmethod, _is_marked = _marks()


class MyABCMeta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **keywords):
        return {"_own_names": None}

    def __new__(mcls, name, bases, namespace, **keywords):
        cls = super().__new__(mcls, name, bases, dict(namespace), **keywords)
        cls._own_names = frozenset(cls.__find())
        return cls

    def __find(cls):
        every = set()
        for base in cls.__mro__:
            for name in set(base.__dict__) - every:
                if _is_marked(base.__dict__[name]):
                    yield name
            every |= set(base.__dict__)

    def __call__(cls, *args, **kwargs):
        if cls._own_names:
            raise NotImplementedError("Methods not implemented: " + ", ".join(sorted(cls._own_names)))
        return super().__call__(*args, **kwargs)


class MyABC(metaclass=MyABCMeta):
    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)


def abstract_methods(cls):
    return cls.__dict__.get("_own_names", None) or frozenset()
