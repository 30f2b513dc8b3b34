"""Keeps a student's tracers and signal handlers out while the harness works in the student's process."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal as _signal
else:
    import _signal

# What the harness's own calls need, however low a student set the limit.
RECURSION = 1000

_EVERY_SIGNAL = _signal.valid_signals()
_mask = _signal.pthread_sigmask
_get_trace, _set_trace = sys.gettrace, sys.settrace
_get_profile, _set_profile = sys.getprofile, sys.setprofile
_get_recursion, _set_recursion = sys.getrecursionlimit, sys.setrecursionlimit


class Quiet:
    """While it is entered no tracer, profiler or signal handler of the student's runs in this thread."""

    def __enter__(self) -> None:
        self.trace, self.profile, self.recursion = _get_trace(), _get_profile(), _get_recursion()
        _set_trace(None)
        _set_profile(None)
        _set_recursion(max(RECURSION, self.recursion))
        self.mask = _mask(_signal.SIG_BLOCK, _EVERY_SIGNAL)

    def __exit__(self, *_: object) -> None:
        _mask(_signal.SIG_SETMASK, self.mask)
        _set_recursion(self.recursion)
        _set_profile(self.profile)
        _set_trace(self.trace)
