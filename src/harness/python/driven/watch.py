"""Notes the calls of one function, of the submission or of the scenario's own: by whom, from when to when."""

from __future__ import annotations

import functools
import types

from . import driver as state
from . import sites

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .driver import Driver
    from .threads import Controlled, Line

_dict_of_type = type.__dict__["__dict__"].__get__
_mro_of = type.__dict__["__mro__"].__get__
# `inspect` says so too, and costs more to import than the rest of the harness.
_CO_COROUTINE = 0x80


class Call:
    """One call; its end stays unknown when the schedule ends before it."""

    __slots__ = ("began", "began_at", "ended", "ended_at", "line", "tid")

    def __init__(self, driver: Driver) -> None:
        self.tid = driver.current.tid
        self.began = driver.tick()
        self.began_at = driver.now - driver.explored_from
        self.ended = -1
        self.ended_at = -1.0
        self.line: Line | None = sites.here()

    def end(self, driver: Driver) -> None:
        self.ended = driver.tick()
        self.ended_at = driver.now - driver.explored_from


CALLS: list[Call] = []


class Watched:
    """The function, which may be made anew under its name by the scenario's `setup`."""

    def __init__(self, dotted: str) -> None:
        self.dotted = dotted
        self._wrapped: set[int] = set()
        # Keeps them alive, so that no other object gets one of their addresses.
        self._kept: list[Any] = []

    def find(self, namespace: dict[str, Any]) -> bool:
        """Wrap it where it is found: as a name, or as an attribute of a class, inherited or not."""
        *owners, name = self.dotted.split(".")
        if not owners:
            if name not in namespace:
                return False
            namespace[name] = self._wrap(namespace[name])
            return True
        holder = namespace.get(owners[0])
        for part in owners[1:]:
            holder = None if not isinstance(holder, type) else _find(holder, part)
        if not isinstance(holder, type):
            return False
        found = _find(holder, name)
        if found is None:
            return False
        wrapped = self._wrap(found)
        if wrapped is not found:
            type.__setattr__(holder, name, wrapped)
        return True

    def _wrap(self, found: Any) -> Any:
        if id(found) in self._wrapped:
            return found
        wrapped = _wrapped(found)
        self._wrapped.add(id(wrapped))
        self._kept.append(wrapped)
        return wrapped


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
        noted = _begin()
        try:
            return function(*args, **keywords)
        finally:
            _end(noted)

    async def call_of_coroutine(*args: Any, **keywords: Any) -> Any:
        noted = _begin()
        try:
            return await function(*args, **keywords)
        finally:
            _end(noted)

    is_coroutine = isinstance(function, types.FunctionType) and function.__code__.co_flags & _CO_COROUTINE
    wrapper = call_of_coroutine if is_coroutine else call
    try:
        return functools.wraps(function)(wrapper)
    except Exception:  # a callable object whose attributes cannot be copied
        return wrapper


def _begin() -> Call | None:
    driver = state.ACTIVE
    if driver is None or not driver.exploring or driver.observing:
        return None
    driver.current.calls += 1
    CALLS.append(Call(driver))
    return CALLS[-1]


def _end(call: Call | None) -> None:
    if call is not None and state.ACTIVE is not None:
        call.end(state.ACTIVE)


class _Descriptor:
    """Counts the calls of whatever another descriptor gives."""

    def __init__(self, found: Any) -> None:
        self._found = found

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        bound = self._found.__get__(instance, owner)
        return _counting(bound) if callable(bound) else bound

    def __getattr__(self, name: str) -> Any:
        return getattr(self._found, name)


def report(driver: Driver) -> dict[str, Any]:
    """What the answer says about the calls."""
    callers = [thread for thread in driver.threads[1:] if thread.calls and not thread.left_over]
    pairs = [(a, b) for index, a in enumerate(callers) for b in callers[index + 1 :]]
    return {
        "calls": [[thread.tid, thread.calls] for thread in callers],
        "calls_by_caller": driver.threads[0].calls,
        "overlap": any(_together(a, b) for a, b in pairs),
        "watched": [
            [c.tid, c.began, c.ended, c.began_at, c.ended_at, sites.relative(c.line, sites.ROOT)]
            for c in CALLS
        ],
    }


def _together(one: Controlled, other: Controlled) -> bool:
    """Both existed at some moment."""
    first, second = (one, other) if one.born < other.born else (other, one)
    return first.ended_at < 0 or first.ended_at > second.born
