"""Python values as plain data, by exact type; no method of a student's is ever called.

A container is copied by its C type in one go before its elements are looked at, because another thread of the
student's may change it meanwhile. The walk is a loop, so depth costs no stack.
"""

from __future__ import annotations

from gc import disable, enable, isenabled

import names
import wire
from leaves import DERIVED_BYTES, Budget, TooLarge, leaf, plain_base

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from leaves import Tree

DEPTH = 64
NODES = 100_000
# An upper bound of the punctuation around one node: `{"d":[[` … `]]},`.
NODE_BYTES = 12


class _Frame:
    """A container whose elements are being encoded."""

    __slots__ = ("identity", "index", "items", "key", "node", "out")

    def __init__(self, key: str, items: list[object], identity: int) -> None:
        self.key = key
        self.items = items
        self.identity = identity
        self.index = 0
        self.out: list[object] = []
        self.node: Tree = {key: self.out}

    def close(self) -> None:
        if self.key == "d":
            flat = self.out
            self.node["d"] = [[flat[at], flat[at + 1]] for at in range(0, len(flat), 2)]


def encode(value: object, budget: Budget) -> Tree:
    """The value, or `{"z": bound}` in its place where it is too large; a refused value costs no budget."""
    before = budget.left
    collecting = isenabled()
    disable()  # a collection could run a student's `__del__` in the middle of the walk
    try:
        return _walk(value, budget)
    except TooLarge as error:
        budget.left = before
        return {"z": error.args[0]}
    finally:
        if collecting:
            enable()


def _walk(value: object, budget: Budget) -> Tree:
    root = _Frame("l", [value], 0)
    stack = [root]
    path: set[int] = set()
    nodes = 0
    while stack:
        frame = stack[-1]
        if frame.index == len(frame.items):
            frame.close()
            path.discard(frame.identity)
            stack.pop()
            continue
        item = frame.items[frame.index]
        frame.index += 1
        nodes += 1
        budget.take(NODE_BYTES)
        key, derived = _container(type(item))
        if key is None:
            frame.out.append(leaf(item, budget))
        elif id(item) in path:
            frame.out.append({"c": 0})
        else:
            if len(stack) > DEPTH:
                raise TooLarge("depth")
            inner = _Frame(key, _elements(key, item, NODES - nodes), id(item))
            path.add(inner.identity)
            frame.out.append({"u": [_named(derived, budget), inner.node]} if derived else inner.node)
            stack.append(inner)
    return root.out[0]  # type: ignore[return-value]


def _container(cls: type) -> tuple[str | None, type | None]:
    """The key of a container's type, and the type itself where it is a subclass of a plain one."""
    key = _CONTAINERS.get(id(cls))
    if key is not None:
        return key, None
    base = plain_base(cls, _CONTAINERS)
    return (None, None) if base is None else (_CONTAINERS[id(base)], cls)


def _named(cls: type, budget: Budget) -> str:
    name = names.class_name(cls)
    budget.take(len(wire.quote(name)) + DERIVED_BYTES)
    return name


def _elements(key: str, container: Any, room: int) -> list[Any]:
    """A copy of the elements, taken without hashing or comparing any; keys and values of a dict alternate."""
    if _LENGTHS[key](container) > room:
        raise TooLarge("nodes")
    copy = _copy(_ITERATORS[key], container)
    if key != "d":
        return copy
    if 2 * len(copy) > room:
        raise TooLarge("nodes")
    return [part for pair in copy for part in pair]


def _copy(iterate: Callable[[Any], Any], container: Any) -> list[Any]:
    """A copy of a container that another thread may be changing."""
    for _ in range(100):
        try:
            return [*iterate(container)]
        except RuntimeError:  # changed size during iteration
            continue
    raise TooLarge("nodes")


# Looked up by identity of the type: a type as a key would be hashed and compared by its metaclass.
_CONTAINERS = {id(list): "l", id(tuple): "t", id(set): "S", id(frozenset): "F", id(dict): "d"}
# Those of the C types: a subclass may have others.
_ITERATORS: dict[str, Callable[[Any], Any]] = {
    "l": list.__iter__,
    "t": tuple.__iter__,
    "S": set.__iter__,
    "F": frozenset.__iter__,
    "d": dict.items,
}
_LENGTHS: dict[str, Callable[[Any], int]] = {
    "l": list.__len__,
    "t": tuple.__len__,
    "S": set.__len__,
    "F": frozenset.__len__,
    "d": dict.__len__,
}
