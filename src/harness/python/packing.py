"""Where objects lie: what schedules change should be on few pages, each of which is copied for every one."""

from __future__ import annotations

import sys

# The allocator's own numbers. With others this would be of less use, and no harm.
_STEP = 16
_LARGEST = 512
_POOL = 1 << (14 if sys.version_info >= (3, 10) else 12)
_HEAD = 48
_MOST = 20_000
# What an empty `bytes` takes.
_BYTES = 33

# What mode `driven` needs before its schedules run, hardly during them. Nothing of it makes a lock.
_COLD = ("ast", "collections.abc", "dataclasses", "enum", "linecache", "select", "traceback", "typing")

_fillers: list[object] = []


def load_cold() -> None:
    """What schedules do not touch comes first, out of the way."""
    for name in _COLD:
        __import__(name)


def plug() -> None:
    """Fills the holes between older objects, so that what is made from now on lies together."""
    for size in range(_STEP, _LARGEST + 1, _STEP):
        for number in range(_MOST):
            filler = bytes(size - _BYTES) if size > _BYTES else object() if size == _STEP else number + 0.5
            _fillers.append(filler)
            if id(filler) % _POOL == _HEAD:
                break
