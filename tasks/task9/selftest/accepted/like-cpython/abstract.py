"""The algorithm of the standard library: the sets of the bases, asked again."""


def abstractmethod(method):
    method.__isabstractmethod__ = True
    return method


class MyABCMeta(type):
    def __new__(mcls, name, bases, namespace):
        cls = super().__new__(mcls, name, bases, namespace)
        abstracts = {name for name, value in namespace.items() if getattr(value, "__isabstractmethod__", False)}
        for base in bases:
            for name in getattr(base, "_my_abstracts", ()):
                if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                    abstracts.add(name)
        cls._my_abstracts = frozenset(abstracts)
        return cls

    def __call__(cls, *args, **kwargs):
        if cls._my_abstracts:
            names = ", ".join(sorted(cls._my_abstracts))
            raise NotImplementedError("Methods not implemented: %s" % names)
        return super().__call__(*args, **kwargs)


class MyABC(metaclass=MyABCMeta):
    pass


def abstract_methods(cls):
    return getattr(cls, "_my_abstracts", frozenset())
