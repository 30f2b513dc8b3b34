"""The submission as a program of its own, and what its code imports and makes."""

from __future__ import annotations

import unittest
from typing import Any

from peer import Peer

PROGRAM = """
import os, sys
if __name__ == "__main__":
    print("args", sys.argv[1:], "in", os.path.basename(os.getcwd())[:4], file=sys.stderr)
    print(sys.stdin.read().upper(), end="")
    for name in sys.argv[1:]:
        print(open(name, encoding="utf-8").read())
    import helper
    exit(helper.STATUS)
"""


def hexed(text: str) -> str:
    return text.encode().hex()


class Scripts(unittest.TestCase):
    def run_script(self, source: str, **fields: Any) -> dict[str, Any]:
        with Peer({"counter.py": source, "helper.py": "STATUS = 3\n"}, namespace=True) as peer:
            question = {"file": "counter.py", "args": [], "stdin": "", "files": [], **fields}
            answer, ended = peer.ask("script", **question)
            assert answer is not None, ended
            self.assertTrue(ended["swept"])
            again, _ = peer.ask("script", **question)
            self.assertEqual(again, answer)
            answer["out"], answer["err"] = (bytes.fromhex(answer[key]) for key in ("out", "err"))
            return answer

    def test_arguments_files_input_output_and_status(self) -> None:
        files = [["a.txt", hexed("é")], ["deep/er/b.txt", hexed("b")]]
        answer = self.run_script(PROGRAM, args=["a.txt", "deep/er/b.txt"], stdin=hexed("in\n"), files=files)
        self.assertEqual(
            answer,
            {
                "status": 3,
                "signal": None,
                "out": "IN\né\nb\n".encode(),
                "err": b"args ['a.txt', 'deep/er/b.txt'] in run-\n",
                "over": False,
            },
        )

    def test_ends_of_every_kind(self) -> None:
        self.assertEqual(self.run_script("import os\nos.kill(os.getpid(), 9)")["signal"], 9)
        crash = self.run_script("1/0")
        self.assertEqual(crash["status"], 1)
        self.assertIn(b"ZeroDivisionError", crash["err"])
        self.assertEqual(self.run_script("while True: pass", cpu_s=1)["signal"], 24)

    def test_output_without_end_and_processes_left_behind(self) -> None:
        answer = self.run_script("while True: print('x' * 1000)", cpu_s=1)
        self.assertTrue(answer["over"])
        left = "import os, time\nif os.fork() == 0:\n  time.sleep(1000)\nprint('done')"
        self.assertEqual(self.run_script(left)["out"], b"done\n")

    def test_nothing_of_the_harness_is_near(self) -> None:
        source = (
            "import os, sys\nprint(sorted(os.listdir('/proc/self/fd')))\n"
            "print([name for name in ('wire', 'steps', 'child') if name in sys.modules])\n"
            "print([p for p in sys.path if 'site-packages' in p and os.path.exists(p)])"
        )
        lines = self.run_script(source)["out"].decode().splitlines()
        self.assertEqual(lines, ["['0', '1', '2', '3']", "[]", "[]"])


class Sources(unittest.TestCase):
    def facts(self, files: dict[str, str], *code: str) -> dict[str, Any]:
        with Peer(files) as peer:
            peer.load()
            answer, ended = peer.ask("source", file="counter.py", code=list(code))
            assert answer is not None, ended
            self.assertEqual(peer.steps("1"), [{"value": {"i": "1"}}])  # the template lives on
            return answer

    def imports(self, source: str, **files: str) -> set[tuple[str, str]]:
        names = {f"{name}.py": text for name, text in files.items()}
        facts = self.facts({"counter.py": source, **names})
        return {(module, name) for module, name, *_ in facts["imports"]}

    def test_every_way_to_import_is_seen(self) -> None:
        for source in (
            "import abc",
            "__import__('abc')",
            "from importlib import import_module\nimport_module('abc')",
            "import importlib\nimportlib.__import__('abc')",
            "exec('import abc')",
            "import builtins\nbuiltins.__import__('abc')",
            "exec(compile('import abc', '/usr/lib/python3/abc.py', 'exec'))",
            "import helper",
            "def f():\n  import abc\nf()",
        ):
            with self.subTest(source=source):
                self.assertIn(("abc", ""), self.imports(source, helper="import abc\n"))

    def test_imports_of_the_library_are_its_own(self) -> None:
        seen = self.imports("import functools, collections.abc, numbers, typing\n")
        self.assertEqual({module for module, _ in seen}, {"functools", "collections.abc", "numbers", "typing"})

    def test_names_are_told_with_where_they_come_from(self) -> None:
        facts = self.facts({"counter.py": "from typing import abstractmethod\nimport numbers\nx = numbers.ABCMeta\n"})
        self.assertIn(["typing", "abstractmethod", "abc", "counter.py", 1], facts["imports"])
        self.assertIn(["counter.py", "x", "abc"], facts["bound"])

    def test_a_file_of_the_library_under_another_name_is_known_by_its_file(self) -> None:
        source = (
            "import importlib.machinery, importlib.util, os\n"
            "path = os.path.dirname(os.__file__) + '/_py_abc.py'\n"
            "loader = importlib.machinery.SourceFileLoader('mine', path)\n"
            "mine = importlib.util.module_from_spec(importlib.util.spec_from_loader('mine', loader))\n"
            "loader.exec_module(mine)\nMeta, token = mine.ABCMeta, mine.get_cache_token\n"
            "class Base(metaclass=Meta):\n  def f(self): pass\n"
            "from collections import namedtuple\nPoint = namedtuple('Point', 'x')\n"
        )
        facts = self.facts({"counter.py": source})
        for name in ("Meta", "token"):
            self.assertIn(["counter.py", name, "_py_abc"], facts["bound"])
        self.assertIn("_py_abc.ABCMeta", dict(facts["classes"])["counter.Base"])
        self.assertNotIn(["counter.py", "Point", "collections"], facts["bound"])

    def test_classes_are_told_with_their_metaclasses(self) -> None:
        source = (
            "import collections.abc, random, html.parser\n"
            "class A(collections.abc.Sized):\n  __module__ = 'collections'\n  def __len__(self): return 1\n"
            "class Meta(type): pass\nB = Meta('B', (), {})\n"
            "def later():\n  class C(metaclass=type(collections.abc.Hashable)): pass\n  later.kept = C\n"
        )
        facts = self.facts({"counter.py": source}, "later()", "unknown", "1/0")
        classes = dict(facts["classes"])
        self.assertEqual(sorted(classes), ["collections.A", "counter.B", "counter.later.<locals>.C"])
        weak = self.facts({"counter.py": "import weakref, functools, inspect, html.parser, asyncio"})
        self.assertEqual(weak["classes"], [])
        self.assertEqual(classes["collections.A"], ["abc.ABCMeta", "builtins.type", "builtins.object"])
        self.assertEqual(facts["files"], ["counter.py"])


if __name__ == "__main__":
    unittest.main()
