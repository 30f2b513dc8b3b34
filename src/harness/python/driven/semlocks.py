"""The semaphores of `multiprocessing`, as far as the threads of one process share them.

The real ones wait inside the kernel with the token in hand, so that nobody else could ever release them.
"""

from __future__ import annotations

from . import library
from .locks import Lock
from .rlocks import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RECURSIVE_MUTEX = 0
# As the real ones have it: more than any semaphore counts to.
SEM_VALUE_MAX = 2**31 - 1


class SemLock:
    """`_multiprocessing.SemLock`: a mutex that its owner may take again, or a semaphore."""

    SEM_VALUE_MAX = SEM_VALUE_MAX

    def __init__(self, kind: int, value: int, maxvalue: int, name: str, unlink: bool) -> None:
        self.kind, self.maxvalue, self.name, self.handle = kind, maxvalue, None, 0
        # A semaphore that starts at nought, or counts beyond one, is made of a lock and a condition.
        self._mutex: Lock | None = None
        self._semaphore: Any = None
        self._depth = 0
        if kind == RECURSIVE_MUTEX:
            self._mutex = RLock()
        elif value == maxvalue == 1:
            self._mutex = Lock()
        else:
            self._semaphore = library.THREADING.Semaphore(value)

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        if self._mutex is None:
            limit = max(timeout, 0) if block and timeout is not None else None
            taken: bool = self._semaphore.acquire(block, limit)
        elif not block or (timeout is not None and timeout <= 0):
            taken = self._mutex.acquire(False)
        else:
            taken = self._mutex.acquire(True, -1 if timeout is None else timeout)
        self._depth += taken
        return taken

    def release(self) -> None:
        if self.kind == RECURSIVE_MUTEX and not self._is_mine():
            raise AssertionError("attempt to release recursive lock not owned by thread")
        if self.kind != RECURSIVE_MUTEX and self._get_value() >= self.maxvalue:
            raise ValueError("semaphore or lock released too many times")
        self._depth -= 1
        (self._semaphore if self._mutex is None else self._mutex).release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def _count(self) -> int:
        return self._depth

    def _is_mine(self) -> bool:
        if isinstance(self._mutex, RLock):
            return bool(self._mutex._is_owned())
        return self._depth > 0

    def _get_value(self) -> int:
        if self._mutex is None:
            return int(self._semaphore._value)
        return 0 if self._mutex.taken else 1

    def _is_zero(self) -> bool:
        return self._get_value() == 0

    def _after_fork(self) -> None:
        self._depth = 0


def install() -> None:
    """Before `multiprocessing` looks for semaphores; an interpreter built without them has none here."""
    try:
        import _multiprocessing  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return
    if hasattr(_multiprocessing, "SemLock"):
        setattr(_multiprocessing, "SemLock", SemLock)  # noqa: B010 - mypy knows the real one
