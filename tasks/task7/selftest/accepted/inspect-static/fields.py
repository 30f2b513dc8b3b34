"""The standard library knows how to look without touching: inspect.getattr_static, operator, dataclasses."""

import inspect
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Callable, Optional

_NOTHING = object()


@dataclass(eq=False)
class NonEmptyString:
    attribute: Optional[str] = None

    def __set_name__(self, owner: type, name: str) -> None:
        if self.attribute is None:
            self.attribute = f"_{owner.__name__}__{name}"

    def __get__(self, instance: Any, owner: Optional[type] = None) -> Any:
        if instance is None:
            return self
        return instance.__dict__[self.attribute]

    def __set__(self, instance: Any, value: Any) -> None:
        if isinstance(value, str) and value:
            instance.__dict__[self.attribute] = value
        else:
            raise ValueError(f"{value!r} is no good")

    def __delete__(self, instance: Any) -> None:
        raise ValueError("must not be deleted")


@dataclass(eq=False)
class StaticMethod:
    func: Callable[..., Any]

    def __get__(self, instance: Any, owner: Optional[type] = None) -> Callable[..., Any]:
        return self.func


@dataclass(eq=False)
class ClassMethod:
    func: Callable[..., Any]

    def __get__(self, instance: Any, owner: Optional[type] = None) -> Callable[..., Any]:
        return partial(self.func, owner)


@dataclass(frozen=True, eq=False)
class Property:
    fget: Callable[[Any], Any]
    fset: Optional[Callable[[Any, Any], None]] = None
    fdel: Optional[Callable[[Any], None]] = None

    def __get__(self, instance: Any, owner: Optional[type] = None) -> Any:
        return self if instance is None else self.fget(instance)

    def __set__(self, instance: Any, value: Any) -> None:
        self._function("fset", "assigned to")(instance, value)

    def __delete__(self, instance: Any) -> None:
        self._function("fdel", "deleted")(instance)

    def _function(self, name: str, what: str) -> Callable[..., None]:
        function = self.__dict__[name]
        if function is None:
            raise AttributeError(f"cannot be {what}")
        return function

    def setter(self, fset: Callable[[Any, Any], None]) -> "Property":
        return replace(self, fset=fset)

    def deleter(self, fdel: Callable[[Any], None]) -> "Property":
        return replace(self, fdel=fdel)


class Farmer:
    name = NonEmptyString("_name")
    surname = NonEmptyString("_surname")

    def __init__(self, name: str, surname: str) -> None:
        self.name, self.surname = name, surname


def lookup(obj: Any, name: str) -> Any:
    cls = type(obj)

    def special(value: Any, method: str) -> Any:
        return inspect.getattr_static(type(value), method, _NOTHING) if _defined(type(value), method) else None

    try:
        found = next((vars(base)[name] for base in inspect.getmro(cls) if name in vars(base)), _NOTHING)
        get = special(found, "__get__")
        if get and (special(found, "__set__") or special(found, "__delete__")):
            return get(found, obj, cls)
        own = obj.__dict__ if _has_dict(cls) else {}
        if name in own:
            return own[name]
        if get:
            return get(found, obj, cls)
        if found is _NOTHING:
            raise AttributeError(name)
        return found
    except AttributeError:
        if not _defined(cls, "__getattr__"):
            raise
        return inspect.getattr_static(cls, "__getattr__")(obj, name)


def _defined(cls: type, name: str) -> bool:
    return any(name in vars(base) for base in inspect.getmro(cls))


def _has_dict(cls: type) -> bool:
    return cls.__dictoffset__ != 0
