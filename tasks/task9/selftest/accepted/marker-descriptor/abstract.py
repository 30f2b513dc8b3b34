"""An abstract method is an object of a class of its own."""


class abstractmethod:
    def __init__(self, function):
        self.function = function

    def __get__(self, instance, owner=None):
        return self.function.__get__(instance, owner)


def _lookup(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]


def abstract_methods(cls):
    names = {name for base in cls.__mro__ for name in base.__dict__}
    return frozenset(name for name in names if isinstance(_lookup(cls, name), abstractmethod))


class MyABCMeta(type):
    def __call__(cls, *args, **kwargs):
        names = abstract_methods(cls)
        if len(names) > 0:
            raise NotImplementedError("Methods not implemented: " + ", ".join(sorted(names)))
        made = cls.__new__(cls, *args, **kwargs)
        if isinstance(made, cls):
            made.__init__(*args, **kwargs)
        return made


class MyABC(metaclass=MyABCMeta):
    ...
