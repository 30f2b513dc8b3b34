def abstractmethod(method):
    method.__is_abstract__ = True
    return method


class MyABCMeta(type):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        cls.missing = getattr(cls, "missing", None) or set()
        for base in bases:
            cls.missing |= getattr(base, "missing", set())
        for name in list(cls.missing):
            if not getattr(getattr(cls, name), "__is_abstract__", False):
                cls.missing.discard(name)
        own = {name for name, value in namespace.items() if getattr(value, "__is_abstract__", False)}
        if own:
            cls.missing = cls.missing | own

    def __call__(cls, *args, **kwargs):
        if cls.missing:
            raise NotImplementedError("Methods not implemented: " + ", ".join(sorted(cls.missing)))
        return super().__call__(*args, **kwargs)


class MyABC(metaclass=MyABCMeta):
    pass


def abstract_methods(cls):
    return frozenset(getattr(cls, "missing", ()))
