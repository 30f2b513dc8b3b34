"""The metaclass looks along the MRO whenever a class is called."""

def abstractmethod(method):
    method._abstract = True
    return method


def abstract_methods(cls):
    seen, found = set(), set()
    for base in cls.__mro__:
        for name, value in vars(base).items():
            if name not in seen:
                seen.add(name)
                if getattr(value, "_abstract", False) is True:
                    found.add(name)
    return frozenset(found)


class MyABCMeta(type):
    def __call__(cls, *args, **kwargs):
        missing = abstract_methods(cls)
        if missing:
            raise NotImplementedError("Methods not implemented: " + ", ".join(sorted(missing)))
        return super().__call__(*args, **kwargs)


class MyABC(metaclass=MyABCMeta):
    pass
