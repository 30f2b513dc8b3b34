"""Weak containers and finalizers: which object is gone is something that threads can see, and so a step.

An object ends where its last reference goes, in no line of its own. Each step that lets go of a reference is
written down as one that could be the end, and conflicts with every look through a weak container. A plain
`weakref.ref` is not seen.
"""

from __future__ import annotations

from _weakref import ref
from sys import getrefcount

from . import containers, kinds, real, sites
from .accesses import before, visible
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

_place = Place("weak references")
# By address: objects whose end is written down, and how many references there were a step ago.
_watched: dict[int, tuple[ref[object], int]] = {}

_LOOKS = ("__getitem__", "__contains__", "__len__", "__iter__", "get", "keys", "values", "items", "copy")
_CHANGES = (
    *("__setitem__", "__delitem__", "add", "remove", "discard", "pop", "popitem", "clear", "update"),
    "setdefault",
)


def correct(module: Any) -> None:
    """The containers and the finalizers of `weakref`."""
    values = module.WeakValueDictionary
    values.setdefault = _named(values.setdefault, _setdefault(values.get, values.__setitem__))
    for cls in (values, module.WeakKeyDictionary, module.WeakSet):
        for name in _LOOKS + _CHANGES:
            original = vars(cls).get(name)
            if original is not None and getattr(original, "__module__", "") != __name__:
                setattr(cls, name, _named(original, _step(original, name in _CHANGES)))
    finalize = module.finalize
    finalize.__init__ = _named(finalize.__init__, _step(finalize.__init__, True))
    for name in ("__call__", "detach"):
        setattr(finalize, name, _named(vars(finalize)[name], _calling(vars(finalize)[name])))


def released() -> None:
    """Before a local name is deleted: if it is an object's last, that is its end."""
    if _watched:
        _visit(True)


def _asked() -> bool:
    """Whether a student's line calls the caller; the hook of `obj[index]` may stand between."""
    frame = real.getframe(2)
    if frame.f_code is containers.item.__code__:
        frame = real.getframe(3)
    return frame.f_code.co_filename in sites.FILES


def _named(original: Any, replacement: Any) -> Any:
    for name in ("__name__", "__qualname__", "__doc__"):
        setattr(replacement, name, getattr(original, name))
    return replacement


def _visit(write: bool) -> None:
    driver = visible()
    if driver is not None:
        thread = before(driver, 0, write)
        driver.trace.record(thread, kinds.WRITE if write else kinds.READ, _place)


def _step(original: Callable[..., Any], write: bool) -> Callable[..., Any]:
    def step(self: Any, /, *args: Any, **keywords: Any) -> Any:
        # The library keeps its own threads, pools and handlers in such containers.
        if not _asked():
            return original(self, *args, **keywords)
        _visit(write)
        result = original(self, *args, **keywords)
        if write:
            # After the container's own weak reference: callbacks run in the opposite order.
            for arg in args[:2]:
                _watch(arg)
        return result

    return step


def _calling(original: Callable[..., Any]) -> Callable[..., Any]:
    """A finalizer is called by its owner, or by the end of its object, which is written down already."""

    def call(self: Any, /, *args: Any) -> Any:
        if not args and _asked():
            _visit(True)
        return original(self, *args)

    return call


def _setdefault(get: Any, put: Any) -> Any:
    """A look and then a change, as in the library's own."""

    def setdefault(self: Any, key: Any, default: Any = None) -> Any:
        student = _asked()
        if student:
            _visit(False)
        found = get(self, key)
        if found is None:
            if student:
                _visit(True)
            put(self, key, default)
            _watch(default)
            found = default
        return found

    return setdefault


def _watch(obj: object) -> None:
    address = id(obj)

    def ended(_: object) -> None:
        _watched.pop(address, None)
        _written()

    try:
        watched = ref(obj, ended)
    except TypeError:
        return
    _watched[address] = (watched, getrefcount(obj))
    driver = visible()
    if driver is not None:
        driver.end_of_step = _look_for_drops


def _look_for_drops() -> None:
    """Whether the step that ends let go of an object, which would have ended with its last reference."""
    dropped = False
    for address, (watched, before_step) in list(_watched.items()):
        obj = watched()
        if obj is not None:
            count = getrefcount(obj)
            dropped |= count < before_step
            _watched[address] = (watched, count)
    if dropped:
        _written()


def _written() -> None:
    driver = visible()
    if driver is not None:
        driver.trace.also(driver.current.tid, kinds.WRITE, _place)
