from typing import FrozenSet


def abstractmethod(method):
    method.is_abstract = True
    return method


def abstract_methods(cls: type) -> FrozenSet[str]:
    def abstract(name):
        try:
            return getattr(getattr(cls, name), "is_abstract", False)
        except AttributeError:
            return False

    return frozenset(filter(abstract, dir(cls)))


class MyABCMeta(type):
    def __call__(self, *args, **kwargs):
        if missing := sorted(abstract_methods(self)):
            raise NotImplementedError(f"Methods not implemented: {', '.join(missing)}")
        return type.__call__(self, *args, **kwargs)


MyABC = MyABCMeta("MyABC", (), {})
