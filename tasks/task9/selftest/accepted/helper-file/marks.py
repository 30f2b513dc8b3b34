"""What is marked, and who still has it."""

MARKED = set()


def abstractmethod(method):
    MARKED.add(method)
    return method


def still_abstract(cls, raising=False):
    found = []
    for name in sorted({name for base in cls.__mro__ for name in base.__dict__}):
        for base in cls.__mro__:
            if name in base.__dict__:
                value = base.__dict__[name]
                if type(value) is type(still_abstract) and value in MARKED:
                    found.append(name)
                break
    if found and raising:
        raise NotImplementedError("Methods not implemented: " + ", ".join(found))
    return found
