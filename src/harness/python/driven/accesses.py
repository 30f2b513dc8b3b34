"""What every access does, and the hook for attributes. No hook runs a student's code to learn something."""

from __future__ import annotations

import types
from _thread import _local
from _weakref import ref

from . import driver as state
from . import forks, kinds, lifetimes, rows, strict
from .sites import SITES
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .driver import Driver
    from .threads import Controlled

    Key = tuple[object, str]

_UNCHANGING = (int, str, float, tuple, frozenset, bytes, type(None), bool, complex)
_dict_of_type = type.__dict__["__dict__"].__get__
_mro_of = type.__dict__["__mro__"].__get__
_plain_getattribute = object.__getattribute__

# Every fourth step.
_BETWEEN_LOOKS = 3

PLACES: dict[Key, Place] = {}
# Dictionaries that are an object's attributes or a module's globals, by address, which is theirs while kept.
NAMESPACES: dict[int, object] = {}
# The globals of a file.
GLOBALS: dict[str, dict[str, object]] = {}
_known: dict[int, object] = {}


def namespace_of(obj: object) -> Any:
    """The instance or class dictionary, without running anything."""
    if issubclass(type(obj), type):
        return _dict_of_type(obj)
    try:
        found = _plain_getattribute(obj, "__dict__")
    except Exception:
        return None
    return found if type(found) in (dict, types.MappingProxyType) else None


def adopt_namespace(namespace: object, key: object) -> None:
    address = id(namespace)
    if type(key) is str and type(namespace) is dict:
        GLOBALS.setdefault(key, namespace)
    if address not in NAMESPACES:
        lifetimes.keep(namespace, _forget_namespace)
    NAMESPACES[address] = key


def _forget_namespace(address: int) -> None:
    NAMESPACES.pop(address, None)


def attribute_key(obj: object, name: str) -> Key | None:
    """The place that reading an attribute reads; `None` for methods and descriptors: their code is seen."""
    cls = type(obj)
    own = namespace_of(obj)
    if own is not None and name in own:
        return id(obj), name
    derived = issubclass(cls, type)
    for base in _mro_of(obj if derived else cls) or ():
        found = _dict_of_type(base)
        if name not in found:
            continue
        value = found[name]
        if not derived and type(value) is types.MemberDescriptorType:
            return id(obj), name
        if callable(value) or hasattr(type(value), "__get__"):
            return None
        return (id(base) if derived else id(obj)), name
    return id(obj), name


def is_boring(obj: object) -> bool:
    """Nothing of it can be changed by two threads."""
    cls = type(obj)
    return cls is types.ModuleType or cls in _UNCHANGING or issubclass(cls, _local)


def remember(obj: object) -> None:
    """An address names an object while it lives: forget its places when it dies, do not keep it alive."""
    address = id(obj)
    if address in _known:
        return
    try:
        _known[address] = ref(obj, lambda _: _forget(address))
    except TypeError:
        _known[address] = None
        lifetimes.keep(obj, _forget)


def _forget(address: int) -> None:
    _known.pop(address, None)
    for key in [key for key in PLACES if key[0] == address]:
        del PLACES[key]


def visible() -> Driver | None:
    """The driver, when somebody else could see what the running thread does."""
    driver = state.ACTIVE
    return None if driver is None or driver.quiet else driver


def before(driver: Driver, number: int, write: bool) -> Controlled:
    """What every visible access does first: a decision, and the count of looks without a change."""
    if not driver.steps & _BETWEEN_LOOKS:
        lifetimes.let_go()
    thread = driver.current
    driver.point(thread)
    driver.step(thread)
    if write:
        thread.idle_reads = thread.turns = 0
        strict.progress(driver, thread)
    else:
        thread.idle_reads += 1
        if thread.idle_reads > kinds.IDLE_READS:
            driver.give_way(thread)
    return thread


def repeated(driver: Driver, thread: Controlled, number: int, place: Place, write: bool) -> None:
    """The third look in a row at one place from one line, while nothing else happened, is a wait."""
    trace = driver.trace
    if not write and thread.last_site == number and thread.last_place is place:
        if trace.count == thread.last_event:
            thread.same_reads += 1
            if thread.same_reads >= 2:
                thread.same_reads = 0
                driver.give_way(thread)
        else:
            thread.same_reads = 0
    else:
        thread.same_reads = 0
    thread.last_site = number
    thread.last_place = place
    trace.count += 1
    thread.last_event = trace.count


def access(driver: Driver, number: int, key: Key, write: bool, value: object = rows.UNSET) -> None:
    """One access to a plain place."""
    thread = before(driver, number, write)
    place = PLACES.get(key)
    if place is None:
        place = PLACES[key] = Place(key[1])
    repeated(driver, thread, number, place, write)
    driver.trace.record(thread, kinds.WRITE if write else kinds.READ, place)
    if write and driver.forks:
        forks.sensitive(driver, thread.tid)
    if driver.trace.rows is not None:
        rows.access(driver, thread, "writes" if write else "reads", SITES[number], place, value)


def attribute(number: int, obj: Any) -> Any:
    """Before `obj.name` is read."""
    driver = visible()
    if driver is None or is_boring(obj):
        return obj
    site = SITES[number]
    if site.name == "__dict__":
        own = namespace_of(obj)
        if own is not None:
            adopt_namespace(own, id(obj))
        return obj
    key = attribute_key(obj, site.name)
    if key is not None:
        remember(obj)
        value = _peek(obj, site.name) if driver.trace.rows is not None else rows.UNSET
        access(driver, number, key, False, value)
    elif driver.order.fine:
        driver.point(driver.current)
    return obj


def _peek(obj: object, name: str) -> object:
    """The value of an attribute that is plain data, for the rows."""
    own = namespace_of(obj)
    if own is not None and name in own:
        return own[name]
    for base in _mro_of(obj if issubclass(type(obj), type) else type(obj)):
        found = _dict_of_type(base)
        if name in found:
            value = found[name]
            if type(value) is types.MemberDescriptorType:
                return value.__get__(obj, type(obj)) if _is_set(value, obj) else rows.UNSET
            return value
    return rows.UNSET


def _is_set(descriptor: Any, obj: object) -> bool:
    try:
        descriptor.__get__(obj, type(obj))
    except AttributeError:
        return False
    return True


def write_key(obj: object, name: str) -> Key | None:
    """The place that storing an attribute changes; `None` where a descriptor's own code does it."""
    if is_boring(obj):
        return None
    cls = type(obj)
    for base in _mro_of(cls):
        found = _dict_of_type(base)
        if name in found:
            value = found[name]
            if type(value) is not types.MemberDescriptorType and hasattr(type(value), "__set__"):
                return None
            break
    remember(obj)
    return id(obj), name
