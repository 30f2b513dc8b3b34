from __future__ import annotations


def abstractmethod(method):
    method.__dict__["abstract"] = True
    return method


def _find(mro: list[type], name: str):
    head, *tail = mro
    return head.__dict__[name] if name in head.__dict__ else _find(tail, name)


def abstract_methods(cls: type) -> frozenset[str]:
    result: frozenset[str] = frozenset()
    for base in cls.__mro__:
        result |= {
            name
            for name in base.__dict__
            if getattr(_find(list(cls.__mro__), name), "__dict__", {}).get("abstract") is True
            and not isinstance(_find(list(cls.__mro__), name), type)
        }
    return result


class MyABCMeta(type):
    def __call__(cls, *args, **kwargs):
        match_ = abstract_methods(cls)
        if match_:
            raise NotImplementedError("Methods not implemented: " + ", ".join(sorted(match_)))
        return super().__call__(*args, **kwargs)


class MyABC(metaclass=MyABCMeta):
    pass
