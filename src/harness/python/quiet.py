"""Keeps a student's tracers and signal handlers out while the harness works in the student's process."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from signal import SIG_BLOCK, SIG_SETMASK, pthread_sigmask, valid_signals
else:
    from _signal import SIG_BLOCK, SIG_SETMASK, pthread_sigmask, valid_signals  # `signal` would import `enum`

# What the harness's own calls need, however low a student set the limit.
RECURSION = 1000
# A handler that raises every time is called this often before it wins.
ATTEMPTS = 100

_EVERY_SIGNAL = valid_signals()
_get_trace, _set_trace = sys.gettrace, sys.settrace
_get_profile, _set_profile = sys.getprofile, sys.setprofile
_get_recursion, _set_recursion = sys.getrecursionlimit, sys.setrecursionlimit


class Quiet:
    """While it is entered no tracer, profiler or signal handler of the student's runs in this thread.

    Signals that come meanwhile wait: their handlers run, and may raise, in `leave`. It is therefore called
    where an exception counts as one of the student's code.
    """

    def __init__(self) -> None:
        self.entered = False

    def enter(self) -> None:
        """Succeeds even where a handler raises at this very moment. Entering twice is entering once."""
        if self.entered:
            return
        for _ in range(ATTEMPTS):
            try:
                self.mask = pthread_sigmask(SIG_BLOCK, ())
                pthread_sigmask(SIG_BLOCK, _EVERY_SIGNAL)
                break
            except BaseException:  # raised by a handler that ran between these two lines
                continue
        self.trace, self.profile, self.recursion = _get_trace(), _get_profile(), _get_recursion()
        _set_trace(None)
        _set_profile(None)
        _set_recursion(max(RECURSION, self.recursion))
        self.entered = True

    def leave(self) -> None:
        """Puts back what was there, if it was entered."""
        if not self.entered:
            return
        self.entered = False
        _set_recursion(self.recursion)
        _set_profile(self.profile)
        _set_trace(self.trace)
        pthread_sigmask(SIG_SETMASK, self.mask)

    def __enter__(self) -> None:
        self.enter()

    def __exit__(self, *_: object) -> None:
        self.leave()
