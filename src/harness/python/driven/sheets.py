"""A sheet that one process writes and the processes of its schedules can only read.

The order of a schedule stands on it. A submission that is being imported holds a descriptor of the sheet,
like every process of a schedule, and a program that writes to all descriptors must not choose its own
schedule.
"""

from __future__ import annotations

import fcntl
import mmap
from posix import MFD_ALLOW_SEALING, MFD_CLOEXEC, close, ftruncate, memfd_create, pread
from resource import RLIM_INFINITY, RLIMIT_FSIZE, getrlimit

# Since Linux 5.1: whoever has no writable mapping yet will never have one, and cannot write otherwise.
# `fcntl` does not name it.
_SEAL_FUTURE_WRITE = 0x10
# The longest plan, of as many decisions as a schedule may have, takes a few megabytes; only what is written
# takes memory.
_MOST = 64 << 20
_NUMBER = 8


class Sheet:
    """In the process that writes. Its mapping is not inherited by forked processes."""

    def __init__(self) -> None:
        self.descriptor = memfd_create("order", MFD_CLOEXEC | MFD_ALLOW_SEALING)
        limit = getrlimit(RLIMIT_FSIZE)[0]
        self._size = _MOST if limit == RLIM_INFINITY else min(_MOST, limit)
        ftruncate(self.descriptor, self._size)
        self._memory = mmap.mmap(self.descriptor, self._size)
        self._memory.madvise(mmap.MADV_DONTFORK)
        seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW
        try:
            fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, seals | _SEAL_FUTURE_WRITE)
        except OSError:  # an older kernel: then only its size is fixed
            fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, seals)

    def write(self, text: bytes) -> None:
        """Replaces what it says."""
        end = _NUMBER + len(text)
        if end > self._size:
            raise ValueError(f"an order of {len(text)} bytes: no more than {self._size - _NUMBER} fit")
        self._memory[_NUMBER:end] = text
        self._memory[:_NUMBER] = len(text).to_bytes(_NUMBER, "little")

    def leave(self) -> None:
        """In a forked process: nothing but the descriptor is left of it. The mapping holds another one."""
        self._memory.close()

    def close(self) -> None:
        self._memory.close()
        close(self.descriptor)


def read(descriptor: int) -> bytes:
    """What it says, in a process of a schedule."""
    length = int.from_bytes(pread(descriptor, _NUMBER, 0), "little")
    return pread(descriptor, length, _NUMBER)
