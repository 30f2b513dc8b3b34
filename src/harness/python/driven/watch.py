"""Counts the calls of one function of the submission, by thread."""

from __future__ import annotations

import functools
import types

from . import driver as state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .driver import Driver
    from .threads import Controlled

_dict_of_type = type.__dict__["__dict__"].__get__
_mro_of = type.__dict__["__mro__"].__get__


def install(namespace: dict[str, Any], dotted: str) -> bool:
    """Wrap the function where it is found: in the module, or as an attribute of a class, inherited or not."""
    *owners, name = dotted.split(".")
    if not owners:
        if name not in namespace:
            return False
        namespace[name] = _wrapped(namespace[name])
        return True
    holder = namespace.get(owners[0])
    for part in owners[1:]:
        holder = None if not isinstance(holder, type) else _find(holder, part)
    if not isinstance(holder, type):
        return False
    found = _find(holder, name)
    if found is None:
        return False
    type.__setattr__(holder, name, _wrapped(found))
    return True


def _find(cls: type, name: str) -> Any:
    for base in _mro_of(cls):
        if name in _dict_of_type(base):
            return _dict_of_type(base)[name]
    return None


def _wrapped(found: Any) -> Any:
    if isinstance(found, types.FunctionType):
        return _counting(found)
    if isinstance(found, (staticmethod, classmethod)):
        return type(found)(_counting(found.__func__))
    if isinstance(found, property):
        return property(
            None if found.fget is None else _counting(found.fget), found.fset, found.fdel, found.__doc__
        )
    if hasattr(type(found), "__get__"):
        return _Descriptor(found)
    return _counting(found) if callable(found) else found


def _counting(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **keywords: Any) -> Any:
        count()
        return function(*args, **keywords)

    try:
        return functools.wraps(function)(call)
    except Exception:  # a callable object whose attributes cannot be copied
        return call


class _Descriptor:
    """Counts the calls of whatever another descriptor gives."""

    def __init__(self, found: Any) -> None:
        self._found = found

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        bound = self._found.__get__(instance, owner)
        return _counting(bound) if callable(bound) else bound

    def __getattr__(self, name: str) -> Any:
        return getattr(self._found, name)


def count() -> None:
    driver = state.ACTIVE
    if driver is not None and driver.exploring and not driver.observing:
        driver.current.calls += 1


def report(driver: Driver) -> dict[str, Any]:
    """What the answer says about the calls."""
    callers = [thread for thread in driver.threads[1:] if thread.calls and not thread.left_over]
    pairs = [(a, b) for index, a in enumerate(callers) for b in callers[index + 1 :]]
    return {
        "calls": [[thread.tid, thread.calls] for thread in callers],
        "calls_by_caller": driver.threads[0].calls,
        "overlap": any(_together(a, b) for a, b in pairs),
    }


def _together(one: Controlled, other: Controlled) -> bool:
    """Both existed at some moment."""
    first, second = (one, other) if one.born < other.born else (other, one)
    return first.ended_at < 0 or first.ended_at > second.born
