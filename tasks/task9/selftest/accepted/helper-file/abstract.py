from marks import abstractmethod, still_abstract


class MyABCMeta(type):
    def __call__(cls, *args, **kwargs):
        still_abstract(cls, raising=True)
        return super().__call__(*args, **kwargs)


class MyABC(metaclass=MyABCMeta):
    pass


def abstract_methods(cls):
    return frozenset(still_abstract(cls))
