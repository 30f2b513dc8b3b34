"""Objects that stand for a student's object in one statement, where the access and its value come later."""

from __future__ import annotations

import types
from collections import Counter, OrderedDict, defaultdict

from . import lifetimes, rows
from .accesses import access, attribute, is_boring, visible, write_key
from .containers import VIEW_TYPES, VIEWS, element, is_container, peek, whole
from .sites import SITES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_get = object.__getattribute__
_set = object.__setattr__
_DICTS = (dict, defaultdict, OrderedDict, Counter)
# Methods that concern the one element that is their first argument, and whether they change it.
_ELEMENT = {
    "get": False,
    "__getitem__": False,
    "__contains__": False,
    "__setitem__": True,
    "setdefault": True,
    "__delitem__": True,
    "pop": True,
}
_LOOKING = frozenset(
    (
        "get",
        "keys",
        "values",
        "items",
        "copy",
        "index",
        "count",
        "__len__",
        "__contains__",
        "__iter__",
        "__getitem__",
        "issubset",
        "issuperset",
        "isdisjoint",
        "union",
        "intersection",
        "difference",
        "most_common",
        "elements",
    )
)


def attribute_store(number: int, obj: Any) -> Any:
    """Before `obj.name = …` or `del obj.name` stores."""
    driver = visible()
    if driver is None:
        return obj
    if driver.trace.rows is not None:
        return AttributeProxy(number, obj)
    key = write_key(obj, SITES[number].name)
    if key is not None:
        access(driver, number, key, True)
    elif driver.order.fine:
        driver.point(driver.current)
    return obj


def attribute_update(number: int, obj: Any) -> Any:
    """Before `obj.name += …`: both its read and its write are seen."""
    return obj if visible() is None or is_boring(obj) else AttributeProxy(number, obj)


class AttributeProxy:
    """Stands for an object in one assignment."""

    __slots__ = ("_number", "_obj", "_read")

    def __init__(self, number: int, obj: Any) -> None:
        _set(self, "_number", number)
        _set(self, "_obj", obj)
        _set(self, "_read", rows.UNSET)

    def __getattribute__(self, name: str) -> Any:
        number, obj = _get(self, "_number"), _get(self, "_obj")
        attribute(number, obj)
        value = getattr(obj, name)
        _set(self, "_read", value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        number, obj = _get(self, "_number"), _get(self, "_obj")
        driver = visible()
        key = None if driver is None else write_key(obj, name)
        if driver is not None and key is not None:
            access(driver, number, key, True, value)
        setattr(obj, name, value)

    def __delattr__(self, name: str) -> None:
        number, obj = _get(self, "_number"), _get(self, "_obj")
        driver = visible()
        key = None if driver is None else write_key(obj, name)
        if driver is not None and key is not None:
            access(driver, number, key, True)
        delattr(obj, name)


def item_store(number: int, obj: Any) -> Any:
    return ItemProxy(number, obj) if visible() is not None and is_container(obj) else obj


class ItemProxy:
    """Stands for a container in one assignment or deletion of elements."""

    __slots__ = ("_number", "_obj")

    def __init__(self, number: int, obj: Any) -> None:
        self._number = number
        self._obj = obj

    def _access(self, index: Any, write: bool, value: object) -> None:
        driver = visible()
        if driver is None:
            return
        if type(index) is slice:
            whole(driver, self._number, self._obj, write)
        else:
            element(driver, self._number, self._obj, index, write, value)

    def __getitem__(self, index: Any) -> Any:
        driver = visible()
        shown = driver is not None and driver.trace.rows is not None
        self._access(index, False, peek(self._obj, index) if shown else rows.UNSET)
        return self._obj[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self._access(index, True, value)
        self._obj[index] = value

    def __delitem__(self, index: Any) -> None:
        self._access(index, True, rows.UNSET)
        del self._obj[index]


class MethodProxy:
    """Stands for a container in `obj.method(…)`: the access happens when the method is called."""

    __slots__ = ("_number", "_obj")

    def __init__(self, number: int, obj: Any) -> None:
        self._number = number
        self._obj = obj

    def __getattribute__(self, name: str) -> Any:
        number, obj = _get(self, "_number"), _get(self, "_obj")
        method = getattr(obj, name)
        if not isinstance(method, (types.BuiltinMethodType, types.MethodWrapperType)):
            return method

        def called(*args: Any, **keywords: Any) -> Any:
            driver = visible()
            if driver is not None:
                concerns_one = name in _ELEMENT and args and type(obj) in _DICTS
                if concerns_one:
                    value = peek(obj, args[0]) if driver.trace.rows is not None else rows.UNSET
                    element(driver, number, obj, args[0], _ELEMENT[name], value)
                else:
                    whole(driver, number, obj, name not in _LOOKING)
            result = method(*args, **keywords)
            if type(result) in VIEW_TYPES:
                VIEWS[id(result)] = obj
                lifetimes.keep(result, VIEWS.pop)
            return result

        return called
