"""Values without elements, as plain data, by exact type; and the bytes that they may take."""

from __future__ import annotations

from marshal import dumps

import names
import wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    Tree = dict[str, object]

# Above this an int travels in hexadecimal: a student may lower the limit of decimal text to 640 digits.
DECIMAL_BITS = 2000
# The punctuation around the value of a subclass.
DERIVED_BYTES = 12


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
    base = plain_base(type(value), _LEAVES)
    name = names.class_name(type(value))
    budget.take(len(wire.quote(name)))
    if base is None:
        return {"o": name}
    measure = _SIZES.get(id(base))
    if measure is not None and measure(value) > budget.left:
        raise TooLarge("bytes")
    budget.take(DERIVED_BYTES)
    return {"u": [name, _LEAVES[id(base)](_STRIP[id(base)](value), budget)]}


def plain_base(cls: type, known: Iterable[int]) -> type | None:
    """The first class along the method resolution order that is among the known ones, by identity."""
    bases: tuple[type, ...] = _mro_of(cls)
    for base in bases[1:]:
        if id(base) in known:
            return base
    return None


def _none(value: object, budget: Budget) -> Tree:
    return {"n": 0}


def _bool(value: object, budget: Budget) -> Tree:
    return {"b": value is True}


def _int(value: int, budget: Budget) -> Tree:
    bits = value.bit_length()
    budget.take(bits // 3 + 2 if bits <= DECIMAL_BITS else bits // 4 + 3)
    return {"i": str(value)} if bits <= DECIMAL_BITS else {"x": format(value, "x")}


def _float(value: float, budget: Budget) -> Tree:
    budget.take(16)
    # A marshalled float is its type, then eight bytes from low to high; `struct` would be one more import.
    return {"f": dumps(value)[8:0:-1].hex()}


def _str(value: str, budget: Budget) -> Tree:
    if len(value) > budget.left:
        raise TooLarge("bytes")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return {"o": "str with lone surrogates"}
    budget.take(len(wire.quote(value)))
    return {"s": value}


def _complex(value: complex, budget: Budget) -> Tree:
    budget.take(40)
    # As for a float: its type, then both parts.
    raw = dumps(value)
    return {"j": [raw[8:0:-1].hex(), raw[16:8:-1].hex()]}


def _range(value: range, budget: Budget) -> Tree:
    return {"r": [_part(part, budget) for part in (value.start, value.stop, value.step)]}


def _part(number: int, budget: Budget) -> Tree:
    budget.take(10)
    if number.bit_length() > DECIMAL_BITS:
        raise TooLarge("bytes")
    return _int(number, budget)


def _ellipsis(value: object, budget: Budget) -> Tree:
    return {"e": 0}


def _bytearray(value: bytearray, budget: Budget) -> Tree:
    budget.take(2 * len(value))
    return {"Y": value.hex()}


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
    id(bytearray): _bytearray,
    id(complex): _complex,
    id(range): _range,
    id(type(...)): _ellipsis,
}
# How a value of a subclass becomes one of the plain type: by the C type, whatever the subclass defines.
_STRIP: dict[int, Callable[[Any], Any]] = {
    id(int): int.__pos__,
    id(float): float.__pos__,
    id(str): str.__str__,
    id(bytes): lambda value: bytes.__getitem__(value, slice(None)),
    id(bytearray): lambda value: bytearray.__getitem__(value, slice(None)),
    id(complex): complex.__pos__,
}
# Measured before such a value is copied.
_SIZES: dict[int, Callable[[Any], int]] = {
    id(str): str.__len__,
    id(bytes): bytes.__len__,
    id(bytearray): bytearray.__len__,
}
_mro_of = type.__dict__["__mro__"].__get__
