"""The end of a thread: the variables that are its own die first, and while it still has the token.

The interpreter drops `threading.local` values after the last line of Python that a thread executes. So what
hands the token on is such a value itself, made last, and therefore dropped last.
"""

from __future__ import annotations

from _contextvars import Context
from _thread import _local

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .threads import Controlled


class _Last:
    """What dies last calls `leave`."""

    __slots__ = ("leave", "thread")

    def __init__(self, thread: Controlled, leave: Callable[[Controlled], object]) -> None:
        self.leave = leave
        self.thread = thread

    def __del__(self) -> None:
        self.leave(self.thread)


# One for all threads: each has its own value in it, and it must outlive them.
_grave: Any = _local()


def in_own_context(body: Callable[[], object]) -> None:
    """A thread begins with no context variables; here they die before it leaves."""
    Context().run(body)


def bury(thread: Controlled, leave: Callable[[Controlled], object]) -> None:
    """The last thing that a thread does."""
    _grave.last = _Last(thread, leave)
