"""Acts and words of somebody who looks for the grader are noted; those of honest programs are not."""

from __future__ import annotations

import json
import unittest
from typing import Any

from home import suspicion
from peer import Peer


def told(source: str, *code: str, **files: str) -> list[Any]:
    """All flags that come with the answers to an import and some steps."""
    flags: list[Any] = []
    with Peer({"counter.py": source, **{f"{name}.py": text for name, text in files.items()}}) as peer:
        original = peer.lines

        class Lines:
            def readline(self) -> bytes:
                line = original.readline()
                flags.extend(json.loads(line).get("flags", []))
                return bytes(line)

            def close(self) -> None:
                original.close()

        peer.lines = Lines()  # type: ignore[assignment]
        peer.load()
        if code:
            peer.steps(*code)
    unique: list[Any] = []
    for flag in flags:
        if flag not in unique:
            unique.append(flag)
    return unique


class Acts(unittest.TestCase):
    def test_frames(self) -> None:
        source = "import inspect\n\n\ndef look():\n    return vars(inspect)['current' + 'frame']()\n"
        self.assertEqual(told(source, "look()"), [["sys._getframe", "counter.py", 5]])

    def test_heap_in_a_helper(self) -> None:
        helper = "import gc\n\n\ndef look():\n    return getattr(gc, 'get_' + 'objects')()\n"
        flags = told("import helper\n\nhelper.look()\n", helper=helper)
        self.assertEqual(flags, [["gc.get_objects", "helper.py", 5]])

    def test_files_of_the_process(self) -> None:
        source = "open('/proc/' + 'self/maps').close()\n"
        self.assertIn(["/proc/self/maps", "counter.py", 1], told(source))

    def test_the_library_may_look(self) -> None:
        source = (
            "import collections, ctypes, enum, logging, typing\n"
            "P = collections.namedtuple('P', 'x y')\n"
            "E = enum.Enum('E', 'A B')\n"
            "T = typing.NewType('T', int)\n"
            "logging.warning('x')\n"
            "N = ctypes.c_int(3)\n"
        )
        self.assertEqual(told(source), [])


class Words(unittest.TestCase):
    def check(self, source: str, *expected: tuple[str, int]) -> None:
        self.assertEqual(suspicion.find(source, "counter.py"), list(expected))

    def test_suspicious(self) -> None:
        self.check("import sys\nsys._getframe(1)\n", ("sys._getframe", 2))
        self.check("from gc import get_objects\n", ("from gc import get_objects", 1))
        self.check("f = g.__globals__\n", ("g.__globals__", 1))
        self.check("getattr(g, '__globals__')\n", ("'__globals__'", 1))
        self.check("object.__subclasses__()\n", ("object.__subclasses__", 1))
        self.check("open(f'/proc/{pid}/mem')\n", ("'/proc/0/mem'", 1), ("'/proc/'", 1))
        self.check("[m for m in list(sys.modules)]\n", ("sys.modules", 1))
        self.check("f.__code__ = g.__code__\n", ("f.__code__", 1))

    def test_honest(self) -> None:
        self.check("import gc, sys, inspect\ngc.collect()\nsys.modules[__name__]\ninspect.signature(f)\n")
        self.check("from ctypes import c_int\nopen('/proc/self/status')\nCls.__subclasses__()\n")
        self.check("def broken(:\n")


if __name__ == "__main__":
    unittest.main()
