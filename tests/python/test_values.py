"""Values by exact type, of objects that lie in every way they can."""

from __future__ import annotations

import collections
import enum
import gc
import json
import struct
import sys
import threading
import unittest
from typing import Any

from home import Budget, values, wire

BIG = 1 << 24


def encode(value: object, size: int = BIG) -> Any:
    """Through the wire and back, as the other side sees it."""
    return json.loads(wire.encode(values.encode(value, Budget(size))))


class Liar:
    """Raises wherever it is asked."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(f"asked for {name}")

    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared")

    def __hash__(self) -> int:
        return 1

    def __repr__(self) -> str:
        raise AssertionError("shown")

    __str__ = __repr__


class PlainValues(unittest.TestCase):
    def test_every_plain_type(self) -> None:
        value: object
        for value, expected in [
            (None, {"n": 0}),
            (True, {"b": True}),
            (False, {"b": False}),
            (0, {"i": "0"}),
            (-12, {"i": "-12"}),
            ("é\n", {"s": "é\n"}),
            (b"\x00\xff", {"y": "00ff"}),
            (bytearray(b"\x01"), {"Y": "01"}),
            (..., {"e": 0}),
            (range(3, 9, 2), {"r": [{"i": "3"}, {"i": "9"}, {"i": "2"}]}),
            ([1, (2,)], {"l": [{"i": "1"}, {"t": [{"i": "2"}]}]}),
            ({1}, {"S": [{"i": "1"}]}),
            (frozenset(), {"F": []}),
            ({"a": [], 2: {}}, {"d": [[{"s": "a"}, {"l": []}], [{"i": "2"}, {"d": []}]]}),
        ]:
            with self.subTest(value=value):
                self.assertEqual(encode(value), expected)

    def test_floats_are_their_bits(self) -> None:
        for value in (0.0, -0.0, 1.5, float("inf"), float("nan"), 5e-324, 0.1):
            self.assertEqual(encode(value), {"f": struct.pack(">d", value).hex()})

    def test_complex_numbers_are_the_bits_of_both_parts(self) -> None:
        for real, imaginary in ((0.0, -0.0), (1.5, float("inf")), (float("-inf"), 0.1)):
            parts = [struct.pack(">d", part).hex() for part in (real, imaginary)]
            self.assertEqual(encode(complex(real, imaginary)), {"j": parts})

    def test_huge_ints_travel_in_hexadecimal(self) -> None:
        self.assertEqual(encode(10**600), {"i": str(10**600)})
        for value in (1 << 2000, -(1 << 20000)):
            self.assertEqual(encode(value), {"x": format(value, "x")})

    def test_a_low_limit_of_digits_does_not_matter(self) -> None:
        if not hasattr(sys, "set_int_max_str_digits"):
            self.skipTest("this Python has no limit")
        before = sys.get_int_max_str_digits()
        sys.set_int_max_str_digits(640)
        try:
            self.assertEqual(list(encode(10**602)), ["i"])
            self.assertEqual(list(encode(10**700)), ["x"])
        finally:
            sys.set_int_max_str_digits(before)

    def test_lone_surrogates_are_no_text(self) -> None:
        self.assertEqual(encode("a\ud800"), {"o": "str with lone surrogates"})
        self.assertEqual(encode("\U0001f600"), {"s": "\U0001f600"})


class LyingObjects(unittest.TestCase):
    def test_subclasses_of_plain_types_are_not_plain(self) -> None:
        class Text(str):
            pass

        class Flag(enum.IntEnum):
            ON = 1

        pair = collections.namedtuple("pair", "a b")
        value: object
        for value, plain in (
            (Text("x"), {"s": "x"}),
            (Flag.ON, {"i": "1"}),
            (pair(1, 2), {"t": [{"i": "1"}, {"i": "2"}]}),
            (collections.OrderedDict(a=1), {"d": [[{"s": "a"}, {"i": "1"}]]}),
            (collections.Counter(), {"d": []}),
        ):
            [(key, (name, base))] = encode(value).items()
            self.assertEqual((key, base), ("u", plain))
            self.assertTrue(name.endswith("." + type(value).__qualname__))

    def test_the_methods_of_subclasses_are_not_asked(self) -> None:
        def refuse(*_: object) -> Any:
            raise AssertionError("asked")

        asked = ("__iter__", "__len__", "__str__", "__repr__", "__int__", "__pos__", "__getitem__", "__float__",
                 "__getattribute__", "__eq__", "items", "keys", "copy")  # fmt: skip
        for plain in (1, 1.5, "a", b"a", bytearray(b"a"), 1j, [1], (1,), {1}, frozenset((1,)), {1: 2}):
            base = type(plain)
            cls = type("Sly", (base,), {**dict.fromkeys(asked, refuse), "__hash__": base.__hash__})
            [(key, (_, value))] = encode(cls(plain)).items()  # type: ignore[call-overload]
            self.assertEqual((key, value), ("u", encode(plain)))

    def test_nothing_is_asked(self) -> None:
        liar = Liar()
        name = f"{__name__}.Liar"
        self.assertEqual(
            encode([liar, {liar: liar}, {liar}]),
            {"l": [{"o": name}, {"d": [[{"o": name}] * 2]}, {"S": [{"o": name}]}]},
        )

    def test_the_class_is_what_it_is(self) -> None:
        class Pretender:
            __class__ = int  # type: ignore[assignment]

        self.assertEqual(
            encode(Pretender()),
            {"o": f"{__name__}.LyingObjects.test_the_class_is_what_it_is.<locals>.Pretender"},
        )

    def test_a_metaclass_cannot_lie(self) -> None:
        class Meta(type):
            def __eq__(cls, other: object) -> bool:
                return True

            def __hash__(cls) -> int:
                return hash(int)

            def __getattribute__(cls, name: str) -> Any:
                raise AssertionError(name)

        class Pretender(metaclass=Meta):
            pass

        self.assertEqual(list(encode(Pretender())), ["o"])

    def test_names_that_are_no_names(self) -> None:
        class Text(str):
            def __str__(self) -> str:
                raise AssertionError("shown")

        for name in (7, Text("x"), None):
            odd = type("Odd", (), {"__module__": name})
            self.assertEqual(encode(odd()), {"o": "?.Odd"})
        long = type("X" * 1000, (), {"__module__": "\ud800"})
        self.assertEqual(encode(long()), {"o": "\\ud800." + "X" * 200})

    def test_types_and_functions(self) -> None:
        self.assertEqual(encode(int), {"o": "builtins.type"})
        self.assertEqual(encode(len), {"o": "builtins.builtin_function_or_method"})
        self.assertEqual(encode(iter([])), {"o": "builtins.list_iterator"})


class Bounds(unittest.TestCase):
    def test_depth(self) -> None:
        deep: list[Any] = []
        for _ in range(values.DEPTH - 1):
            deep = [deep]
        self.assertEqual(list(encode(deep)), ["l"])
        self.assertEqual(encode([deep]), {"z": "depth"})
        for _ in range(100_000):
            deep = [deep]
        self.assertEqual(encode(deep), {"z": "depth"})
        while deep:  # taken apart here, because older Pythons recurse when it dies
            deep = deep.pop()

    def test_nodes(self) -> None:
        self.assertEqual(encode([0] * (values.NODES + 1)), {"z": "nodes"})
        self.assertEqual(encode([[0] * 1000] * 1000), {"z": "nodes"})
        self.assertEqual(encode(dict.fromkeys(range(60_000))), {"z": "nodes"})
        self.assertEqual(list(encode([0] * 90_000)), ["l"])

    def test_bytes(self) -> None:
        for value in ("x" * 1000, b"x" * 600, 1 << 20_000, ["xy"] * 100, ["\x00" * 200]):
            self.assertEqual(encode(value, 1000), {"z": "bytes"})

    def test_the_budget_is_never_exceeded(self) -> None:
        value: object
        for value in (
            "\x00" * 100,
            ["é"] * 50,
            {"a": {"b": (1.5, b"\xff", 1 << 3000)}},
            [1.5] * 20 + [1j, range(5), ..., bytearray(5)] * 3,
            [collections.OrderedDict(a=collections.Counter("abc"))] * 9,
            [[[[]]]] * 30,
            [None] * 9,
        ):
            budget = Budget(BIG)
            size = len(wire.encode(values.encode(value, budget)))
            self.assertLessEqual(size, BIG - budget.left)

    def test_what_is_refused_costs_nothing(self) -> None:
        budget = Budget(500)
        self.assertEqual(values.encode(["x" * 100] * 10, budget), {"z": "bytes"})
        self.assertEqual(budget.left, 500)

    def test_cycles(self) -> None:
        cycle: list[Any] = [1]
        cycle.append(cycle)
        self.assertEqual(encode(cycle), {"l": [{"i": "1"}, {"c": 0}]})
        table: dict[str, Any] = {}
        table["self"] = (table,)
        self.assertEqual(encode(table), {"d": [[{"s": "self"}, {"t": [{"c": 0}]}]]})
        twice: list[Any] = []
        self.assertEqual(encode([twice, twice]), {"l": [{"l": []}, {"l": []}]})

    def test_containers_that_change_meanwhile(self) -> None:
        table: dict[int, int] = {}
        stop = threading.Event()

        def change() -> None:
            while not stop.is_set():
                for key in range(50):
                    table[key] = key
                table.clear()

        thread = threading.Thread(target=change)
        thread.start()
        try:
            for _ in range(200):
                self.assertIn(next(iter(encode(table))), ("d", "z"))
        finally:
            stop.set()
            thread.join()

    def test_collections_wait(self) -> None:
        class Sly:
            def __del__(self) -> None:
                died.append(1)

        died: list[int] = []
        sly = Sly()
        sly.me = sly  # type: ignore[attr-defined]
        del sly
        gc.collect(0)
        self.assertTrue(gc.isenabled())
        encode([[] for _ in range(5000)])
        self.assertTrue(gc.isenabled())


if __name__ == "__main__":
    unittest.main()
