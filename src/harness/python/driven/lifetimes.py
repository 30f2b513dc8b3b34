"""Objects that nothing can tell the end of: containers, and what has no room for weak references.

An address names an object only while it lives, so these are kept alive while they are known. Their end would
then never come, and a student's code can see that. So now and then a few are looked at: who is kept by nobody
else is let go.
"""

from __future__ import annotations

from sys import getrefcount

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Final

# At each look so many of the newest are looked at, which mostly die young, and one of the others in turn.
_NEWEST: Final = 4


class _Kept:
    """One object, and what is to be done before it is let go."""

    __slots__ = ("forget", "obj")

    def __init__(self, obj: object, forget: Callable[[int], object]) -> None:
        self.obj = obj
        self.forget = forget


def _references(kept: _Kept) -> int:
    return getrefcount(kept.obj)


_kept: list[_Kept] = []
_next = 0
_ALONE = _references(_Kept([], id))


def keep(obj: object, forget: Callable[[int], Any]) -> None:
    """Keep the object until nobody else does; `forget` is called with its address before it is let go."""
    _kept.append(_Kept(obj, forget))


def let_go() -> None:
    """Let go some of those that are kept by nobody else. What happens at their end is the student's code."""
    global _next
    size = len(_kept)
    for index in range(size - 1, max(-1, size - 1 - _NEWEST), -1):
        _look_at(index)
    if _kept:
        _next = (_next + 1) % len(_kept)
        _look_at(_next)


def _look_at(index: int) -> None:
    if index >= len(_kept):
        return
    kept = _kept[index]
    if _references(kept) == _ALONE:
        # The last takes its place.
        _kept[index] = _kept[-1]
        del _kept[-1]
        kept.forget(id(kept.obj))


def let_all_go() -> None:
    """Let go of all that are kept by nobody else."""
    before = -1
    while before != len(_kept):
        before = len(_kept)
        for index in range(before - 1, -1, -1):
            _look_at(index)


def forget_all(since: int) -> None:
    """Those that were kept after so many are kept no longer."""
    del _kept[since:]


def count() -> int:
    return len(_kept)
