"""`_thread.RLock` that waits by handing over the token."""

from __future__ import annotations

from . import driver as state
from .locks import Lock, check_timeout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .threads import Controlled


class RLock(Lock):
    """A lock that its holder may take again."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def __repr__(self) -> str:
        word = "locked" if self.taken else "unlocked"
        owner = self.owner.tid + 1 if self.owner is not None else 0
        return f"<{word} _thread.RLock object owner={owner} count={self.count} at {id(self):#x}>"

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        limit = check_timeout(blocking, timeout)
        driver = state.ACTIVE
        if driver is None:
            self.taken = True
            self.count += 1
            return True
        if self.taken and self.owner is driver.current:
            self.count += 1
            return True
        if self._acquire(driver, driver.current, blocking and limit != 0, limit):
            self.count = 1
            return True
        return False

    __enter__ = acquire

    def release(self) -> None:
        driver = state.ACTIVE
        if driver is None:
            if not self.taken:
                raise RuntimeError("cannot release un-acquired lock")
            self.count -= 1
            self.taken = self.count > 0
            return
        if not self.taken or self.owner is not driver.current:
            raise RuntimeError("cannot release un-acquired lock")
        if self.count > 1:
            self.count -= 1
            return
        self.count = 0
        self._release(driver, driver.current)

    def __exit__(self, *_: object) -> None:
        self.release()

    def _is_owned(self) -> bool:
        driver = state.ACTIVE
        return self.taken and (driver is None or self.owner is driver.current)

    def _recursion_count(self) -> int:
        return self.count if self._is_owned() else 0

    def _release_save(self) -> tuple[int, Controlled | None]:
        count, self.count = self.count, 0
        driver = state.ACTIVE
        if driver is None:
            self.taken = False
            return count, None
        if not self.taken:
            raise RuntimeError("cannot release un-acquired lock")
        self._release(driver, driver.current)
        return count, driver.current

    def _acquire_restore(self, saved: tuple[int, Controlled | None]) -> None:
        driver = state.ACTIVE
        if driver is None:
            self.taken = True
        else:
            self._acquire(driver, driver.current, True, None)
        self.count = saved[0]

    def _at_fork_reinit(self) -> None:
        super()._at_fork_reinit()
        self.count = 0
