"""Replaces what threads are made of, before anything of the library that uses it is imported.

Our handler of forks must be the first that is registered: the one of `threading` takes locks.
"""

from __future__ import annotations

from . import clock, forks, thread_module

thread_module.install()
clock.install()
forks.install()

from . import library  # noqa: E402 - only now

library.install()

from . import semlocks  # noqa: E402

semlocks.install()
