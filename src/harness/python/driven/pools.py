"""Corrections to pools of threads, whose handlers would wait for descriptors."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The library's queue, whatever a student calls a file.
QUEUES: list[Any] = []


class _Notifier:
    """Stands for the pipe by which a pool learns that there is work for its handler."""

    _reader = None

    def __init__(self) -> None:
        items = QUEUES[0]()
        self.put, self.get, self.empty = items.put, items.get, items.empty


class _ThreadsOnly:
    """The context of a pool of threads: its notifier must not be a pipe."""

    def __init__(self, context: Any) -> None:
        self._context = context

    def SimpleQueue(self) -> _Notifier:
        return _Notifier()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


def correct_pool(module: Any) -> None:
    set_up = module.ThreadPool._setup_queues
    wait = module.Pool._wait_for_updates

    def _setup_queues(self: Any) -> None:
        set_up(self)
        self._ctx = _ThreadsOnly(self._ctx)

    def _wait_for_updates(sentinels: Any, change_notifier: Any, timeout: float | None = None) -> None:
        if not isinstance(change_notifier, _Notifier):
            wait(sentinels, change_notifier, timeout)
            return
        change_notifier.get()
        while not change_notifier.empty():
            change_notifier.get()

    module.ThreadPool._setup_queues = _setup_queues
    module.Pool._wait_for_updates = staticmethod(_wait_for_updates)
