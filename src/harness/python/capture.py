"""What arrives at descriptors 1 and 2 while a piece runs, from whichever process or library it comes."""

from __future__ import annotations

import sys
from _io import TextIOWrapper
from posix import dup, dup2, fstat, ftruncate, lseek, memfd_create, pread

import child

DESCRIPTORS = (1, 2)


class Capture:
    """Two files in memory that can stand in for standard output and standard error.

    Their size is bounded by the limit of file sizes; of one that is larger than `cap` nothing is told.
    """

    def __init__(self, cap: int) -> None:
        self.cap = cap
        files = [memfd_create(name) for name in ("stdout", "stderr")]
        placed = child.place_high([*files, *(dup(descriptor) for descriptor in DESCRIPTORS)])
        self.files, self.usual = placed[:2], placed[2:]

    def begin(self) -> object:
        _flush()
        for file, descriptor in zip(self.files, DESCRIPTORS):
            ftruncate(file, 0)
            lseek(file, 0, 0)
            dup2(file, descriptor, inheritable=True)
        return None

    def end(self) -> tuple[object, ...]:
        """The bytes of both, or `None` for one that is too long; output goes where it went before again."""
        _flush()
        for usual, descriptor in zip(self.usual, DESCRIPTORS):
            dup2(usual, descriptor, inheritable=True)
        return tuple(self._content(file) for file in self.files)

    def _content(self, file: int) -> bytes | None:
        size = fstat(file).st_size
        return pread(file, size, 0) if size <= self.cap else None


def _flush() -> None:
    """Through the streams as they were, and through a plain one that a student has put in their place."""
    child.flush()
    for stream in (sys.stdout, sys.stderr):
        if type(stream) is TextIOWrapper:
            try:
                TextIOWrapper.flush(stream)
            except Exception:  # closed, or above something that fails
                continue
