"""Values without elements, as plain data, by exact type; and the bytes that they may take."""

from __future__ import annotations

import marshal

import names
import wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Tree = dict[str, object]

# Above this an int travels in hexadecimal: a student may lower the limit of decimal text to 640 digits.
DECIMAL_BITS = 2000


class TooLarge(Exception):
    """A bound was met; the argument names it."""


class Budget:
    """The bytes that are left for the values of one answer."""

    __slots__ = ("left",)

    def __init__(self, size: int) -> None:
        self.left = size

    def take(self, size: int) -> None:
        if size > self.left:
            raise TooLarge("bytes")
        self.left -= size

    def spend(self, size: int) -> None:
        """Takes what cannot be refused."""
        self.left = max(0, self.left - size)


def leaf(value: object, budget: Budget) -> Tree:
    """The value, or the name of its class where it is none of the plain ones."""
    write = _LEAVES.get(id(type(value)))
    if write is not None:
        return write(value, budget)
    name = names.class_name(type(value))
    budget.take(len(wire.quote(name)))
    return {"o": name}


def _none(value: object, budget: Budget) -> Tree:
    return {"n": 0}


def _bool(value: object, budget: Budget) -> Tree:
    return {"b": value is True}


def _int(value: int, budget: Budget) -> Tree:
    bits = value.bit_length()
    budget.take(bits // 3 + 2 if bits <= DECIMAL_BITS else bits // 4 + 3)
    return {"i": str(value)} if bits <= DECIMAL_BITS else {"x": format(value, "x")}


def _float(value: float, budget: Budget) -> Tree:
    # A marshalled float is its type, then eight bytes from low to high; `struct` would be one more import.
    return {"f": marshal.dumps(value)[8:0:-1].hex()}


def _str(value: str, budget: Budget) -> Tree:
    if len(value) > budget.left:
        raise TooLarge("bytes")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return {"o": "str with lone surrogates"}
    budget.take(len(wire.quote(value)))
    return {"s": value}


def _bytes(value: bytes, budget: Budget) -> Tree:
    budget.take(2 * len(value))
    return {"y": value.hex()}


# Looked up by identity of the type: a type as a key would be hashed and compared by its metaclass.
_LEAVES: dict[int, Callable[[Any, Budget], Tree]] = {
    id(type(None)): _none,
    id(bool): _bool,
    id(int): _int,
    id(float): _float,
    id(str): _str,
    id(bytes): _bytes,
}
