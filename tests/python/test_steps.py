"""What may stand between pieces of code: questions about identity, and what is printed."""

from __future__ import annotations

import unittest
from typing import Any

from peer import Peer

LOUD = """
import ctypes, io, os, subprocess, sys

def everywhere():
    print("print", flush=True)
    sys.stdout.buffer.write(b"buffer\\n")
    sys.stdout.flush()
    os.write(1, b"descriptor\\n")
    subprocess.run([sys.executable, "-I", "-S", "-c", "print('child')"])
    print("error", file=sys.stderr)

def replaced():
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="latin-1")
    print("\\xe9")

class Odd(Exception):
    def __str__(self):
        print("asked")
        return "own text"

class Mute(Exception):
    def __str__(self):
        raise SystemExit(3)

class Twin(Exception):
    def __str__(self):
        os.fork()
        return "twin"

def fail(error):
    raise error
"""


def text(end: dict[str, Any]) -> list[str]:
    """Both streams of a captured piece."""
    return [bytes.fromhex(part["y"]).decode("latin-1") for part in end["value"]["t"]]


class Pieces(unittest.TestCase):
    def peer(self, source: str = LOUD) -> Peer:
        peer = Peer({"counter.py": source})
        self.addCleanup(peer.close)
        peer.load()
        return peer

    def ends(self, *code: Any, source: str = LOUD) -> list[Any]:
        return self.peer(source).steps(*code)

    def test_identity_is_asked_of_the_objects_themselves(self) -> None:
        source = "class Same:\n    def __eq__(self, other): return True\n"
        same, other = {"value": {"b": True}}, {"value": {"b": False}}
        ends = self.ends(
            "a = Same()", "a", ["is", "a"], ["is", "Same()"], "1/0", ["is", "None"], "None", ["is", "None"], source=source
        )
        self.assertEqual([ends[index] for index in (2, 3, 5, 7)], [same, other, other, same])

    def test_builtins_are_those_of_python_unless_the_name_is_needed(self) -> None:
        source = (
            "import builtins\nsum = 0\nlist = [1]\ndef isinstance(*args): return True\nbuiltins.len = lambda x: 7\n"
            "def own(): return len([])\n"
        )
        code = ("sum([1, 2])", "list('a')", "isinstance(1, str)", "len([])", "own()")
        ends = self.ends(*code, source=source)
        expected: list[Any] = [{"i": "3"}, {"l": [{"s": "a"}]}, {"b": False}, {"i": "0"}, {"i": "7"}]
        self.assertEqual([end["value"] for end in ends], expected)
        answer, _ = self.peer(source).ask("steps", file="counter.py", needs=["sum"], code=["sum"])
        assert answer is not None
        self.assertEqual(answer["steps"], [{"value": {"i": "0"}}])

    def test_objects_are_not_kept_alive(self) -> None:
        source = "import weakref\nclass A: pass\nrefs = []\ndef make():\n  a = A()\n  refs.append(weakref.ref(a))\n  return a"
        ends = self.ends("make()", ["is", "refs[0]()"], "1", "refs[0]() is None", source=source)
        self.assertEqual([ends[1], ends[3]], [{"value": {"b": True}}, {"value": {"b": True}}])

    def test_everything_that_arrives_at_the_descriptors_is_captured(self) -> None:
        ends = self.ends(["capture"], "everywhere()", ["captured"], "print('later')", ["capture"], "1", ["captured"])
        self.assertEqual(text(ends[2]), ["print\nbuffer\ndescriptor\nchild\n", "error\n"])
        self.assertEqual(text(ends[6]), ["", ""])

    def test_a_stream_put_in_the_place_of_the_usual_one(self) -> None:
        ends = self.ends(["capture"], "replaced()", ["captured"])
        self.assertEqual(text(ends[2]), ["\xe9\n", ""])

    def test_output_without_end(self) -> None:
        ends = self.ends(["capture"], "print('x' * (1 << 20))", ["captured"], "2")
        self.assertEqual(ends[2]["value"]["t"], [{"n": 0}, {"y": ""}])
        self.assertEqual(ends[3], {"value": {"i": "2"}})

    def test_the_text_of_an_exception_is_what_str_says(self) -> None:
        ends = self.ends("fail(Odd())", "fail(Mute('x'))", "fail(Twin())", "1")
        self.assertEqual([end["raised"]["text"] for end in ends[:3]], ["own text", "", "twin"])
        self.assertEqual(ends[3], {"value": {"i": "1"}})


if __name__ == "__main__":
    unittest.main()
