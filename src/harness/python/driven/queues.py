"""The library's queues as single steps. Those of a student's own class, and those that compare what is put,
stay as they are: code of the student's runs inside of them.
"""

from __future__ import annotations

from . import gates, kinds
from .counted import Ends

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .driver import Driver
    from .gates import Gate
    from .locks import Lock

    Found = tuple[Driver, Ends]

_queue: Any = None


def correct_queues(queue: Any) -> None:
    global _queue
    _queue = queue
    simple = {"put": _put, "get": _get, "qsize": _looking, "empty": _looking}
    full = {**simple, "full": _looking, "task_done": _task_done, "join": _join, "shutdown": _shutdown}
    for cls, methods in ((queue.Queue, full), (queue.SimpleQueue, simple)):
        for name, make in methods.items():
            original = getattr(cls, name, None)
            if original is not None:
                setattr(cls, name, gates.dressed(original, make))


def _mutex(queue: Any) -> Lock:
    lock: Lock = queue.mutex
    return lock


def _count_lock(queue: Any) -> Lock:
    lock: Lock = queue._count._cond._lock
    return lock


def _found(queue: Any) -> Found | None:
    """None where the queue is left as it is now."""
    cls = type(queue)
    if cls is _queue.Queue:
        return gates.visible(queue, _mutex, Ends)
    if cls is _queue.SimpleQueue:
        return gates.visible(queue, _count_lock, Ends)
    return None


def _items(queue: Any) -> Any:
    return queue.queue if type(queue) is _queue.Queue else queue._queue


def _bound(queue: Any) -> int:
    return int(queue.__dict__.get("maxsize", 0))


def _is_shut(queue: Any) -> bool:
    return bool(queue.__dict__.get("is_shutdown"))


def _await(found: Found, gate: Gate, ready: Callable[[], bool], limit: float | None) -> bool:
    """Wait for what an end of the queue offers; false when it could not be had."""
    driver, ends = found
    if ready():
        return True
    if (limit is None or limit > 0) and gate.pass_when(driver, driver.current, ready, limit):
        return True
    ends.looked(driver, driver.current)
    gates.in_vain(driver, driver.current, gate)
    return False


def _put(original: Callable[..., None]) -> Callable[..., None]:
    def put(self: Any, item: Any, block: bool = True, timeout: float | None = None) -> None:
        bound = _bound(self)
        limit = None if bound <= 0 else timeout if block else 0.0
        found = None if block and limit is not None and limit < 0 else _found(self)
        if found is None:
            return original(self, item, block, timeout)
        driver, ends = found
        thread = gates.begin(driver)
        if bound > 0 and not _await(
            found, ends.giving, lambda: _is_shut(self) or len(_items(self)) < bound, limit
        ):
            raise _queue.Full
        if _is_shut(self):
            raise _queue.ShutDown
        ends.gave(driver, thread, limit is not None, bound - len(_items(self)) if bound > 0 else None)
        driver.trace.also(thread.tid, kinds.RELEASE, ends.finishing.place)
        ends.finishing.shut(driver)
        _items(self).append(item)
        if type(self) is _queue.Queue:
            self.unfinished_tasks += 1
        else:
            self._count._value += 1
        gates.done(driver, thread, ends.taking, "releases")
        return None

    return put


def _get(original: Callable[..., Any]) -> Callable[..., Any]:
    def get(self: Any, block: bool = True, timeout: float | None = None) -> Any:
        limit = timeout if block else 0.0
        found = None if timeout is not None and timeout < 0 else _found(self)
        if found is None:
            return original(self, block, timeout)
        driver, ends = found
        thread = gates.begin(driver)
        if not _await(found, ends.taking, lambda: _items(self) or _is_shut(self), limit):
            raise _queue.Empty
        if not _items(self):
            raise _queue.ShutDown
        ends.took(driver, thread, len(_items(self)), limit is not None)
        if _bound(self) > 0:
            ends.made_room(driver, thread)
        if type(self) is _queue.SimpleQueue:
            self._count._value -= 1
        gates.done(driver, thread, ends.taking, "takes")
        return _items(self).popleft()

    return get


def _looking(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def look(self: Any) -> Any:
        found = _found(self)
        if found is None:
            return original(self)
        driver, ends = found
        thread = gates.begin(driver)
        ends.looked(driver, thread)
        ends.taking.idle(driver, thread)
        driver.quiet = True
        try:
            return original(self)
        finally:
            driver.quiet = False

    return look


def _task_done(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def task_done(self: Any) -> None:
        found = _found(self)
        if found is None:
            return original(self)
        driver, ends = found
        thread = gates.begin(driver)
        ends.gives_back(driver, thread)
        if self.unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        ends.finished.append(gates.hand_over(driver, thread))
        self.unfinished_tasks -= 1
        if self.unfinished_tasks == 0:
            ends.finishing.open(driver)
        return None

    return task_done


def _join(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def join(self: Any) -> None:
        found = _found(self)
        if found is None:
            return original(self)
        driver, ends = found
        thread = gates.begin(driver)
        ends.finishing.pass_when(driver, thread, lambda: self.unfinished_tasks == 0, None, looked=True)
        driver.trace.record(thread, kinds.TRY, ends.finishing.place)
        for place in ends.finished:
            gates.take_over(driver, thread, place)
        gates.done(driver, thread, ends.finishing, "takes")
        return None

    return join


def _shutdown(original: Callable[..., None]) -> Callable[..., None]:
    def shutdown(self: Any, immediate: bool = False) -> None:
        found = _found(self)
        if found is None:
            return original(self, immediate)
        driver, ends = found
        # Too rare to be told what it depends on.
        driver.trace.saw_try = True
        original(self, immediate)
        for gate in ends.all:
            gate.open(driver)
        return None

    return shutdown
