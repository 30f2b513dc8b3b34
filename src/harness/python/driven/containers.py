"""Hooks for lists, dicts, sets and other containers: one operation of the interpreter is one step."""

from __future__ import annotations

from array import array
from collections import defaultdict, deque

from . import accesses, forks, kinds, lifetimes, rows
from .accesses import before, repeated, visible
from .sites import SITES
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .driver import Driver

CONTAINERS = (list, dict, set, deque, bytearray, array)
VIEW_TYPES: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()))


class _Places:
    """A container as a whole, and its elements by index or key."""

    __slots__ = ("elements", "whole")

    def __init__(self) -> None:
        self.whole = Place("container")
        self.elements: dict[object, Place] = {}


_places: dict[int, _Places] = {}
# By address: the container of a view.
VIEWS: dict[int, Any] = {}


def is_container(obj: object) -> bool:
    return issubclass(type(obj), CONTAINERS)


def _places_of(obj: object) -> _Places:
    found = _places.get(id(obj))
    if found is None:
        found = _places[id(obj)] = _Places()
        lifetimes.keep(obj, _places.pop)
    return found


def _element_place(places: _Places, container: Any, index: Any) -> Place:
    """Keys of unknown types share one place: their hash is a student's code."""
    cls = type(index)
    key: object
    if cls is int:
        size = len(container) if type(container) is not dict else 0
        key = index + size if index < 0 else index
    elif cls is str or cls is bytes or (cls is tuple and all(type(part) in (int, str) for part in index)):
        key = index
    else:
        key = _places
        return places.elements.setdefault(id(key), Place("[…]"))
    found = places.elements.get(key)
    if found is None:
        found = places.elements[key] = Place(f"[{rows.short(key)}]")
    return found


def element(
    driver: Driver, number: int, obj: Any, index: object, write: bool, value: object = rows.UNSET
) -> None:
    """One element is read or changed; in an object's own dictionary that is an access to the attribute."""
    owner = accesses.NAMESPACES.get(id(obj))
    if owner is not None and type(index) is str:
        accesses.access(driver, number, (owner, index), write, value)
        return
    thread = before(driver, number, write)
    places = _places_of(obj)
    place = _element_place(places, obj, index)
    repeated(driver, thread, number, place, write)
    driver.trace.record(thread, kinds.ELEMENT_WRITE if write else kinds.ELEMENT_READ, places.whole)
    driver.trace.record(thread, kinds.WRITE if write else kinds.READ, place, kinds.SAME_TICK)
    if write and driver.forks:
        forks.sensitive(driver, thread.tid)
    if driver.trace.rows is not None:
        rows.access(driver, thread, "writes" if write else "reads", SITES[number], place, value)


def whole(driver: Driver, number: int, obj: Any, write: bool, *, walks: bool = False) -> None:
    """The container as such is looked at or changed; who `walks` through it gets on with every look."""
    thread = before(driver, number, write)
    places = _places_of(obj)
    if not walks:
        repeated(driver, thread, number, places.whole, write)
    driver.trace.record(thread, kinds.WHOLE_WRITE if write else kinds.WHOLE_READ, places.whole)
    if write and driver.forks:
        forks.sensitive(driver, thread.tid)
    if driver.trace.rows is not None:
        value = rows.UNSET if write else obj
        rows.access(driver, thread, "writes" if write else "reads", SITES[number], places.whole, value)


def item(number: int, obj: Any, index: Any) -> Any:
    """`obj[index]`."""
    driver = visible()
    if driver is not None and is_container(obj):
        creates = issubclass(type(obj), defaultdict) and type(index) in (int, str) and index not in obj
        value = peek(obj, index) if driver.trace.rows is not None else rows.UNSET
        element(driver, number, obj, index, creates, value)
    return obj[index]


def peek(obj: Any, index: Any) -> object:
    """The element, for the rows."""
    if type(obj) not in (list, dict, deque) or type(index) not in (int, str):
        return rows.UNSET
    try:
        return obj[index]
    except (LookupError, TypeError):
        return rows.UNSET


def looked_at(number: int, obj: Any) -> Any:
    """The value as a whole is read: `len`, `in`, a truth test, a comparison, a slice."""
    driver = visible()
    if driver is not None:
        _look(driver, number, obj)
    return obj


def _look(driver: Driver, number: int, obj: Any) -> Any:
    """What was looked at, if it is a container or a view of one."""
    if is_container(obj):
        whole(driver, number, obj, False)
        return obj
    if type(obj) in VIEW_TYPES:
        known = VIEWS.get(id(obj))
        if known is not None:
            whole(driver, number, known, False)
            return known
    return None


def update(number: int, obj: Any, value: Any) -> Any:
    """`name += value`, which changes a container in place."""
    driver = visible()
    if driver is not None and is_container(obj):
        whole(driver, number, obj, True)
    return value


def iteration(number: int, obj: Any) -> Any:
    """`for … in obj`: every step of it looks at the container."""
    driver = visible()
    if driver is None:
        return obj
    looked = _look(driver, number, obj)
    return obj if looked is None else _steps(number, looked, iter(obj))


def _steps(number: int, obj: Any, iterator: Iterator[Any]) -> Iterator[Any]:
    while True:
        driver = visible()
        if driver is not None:
            whole(driver, number, obj, False, walks=True)
        try:
            value = next(iterator)
        except StopIteration:
            return
        yield value
