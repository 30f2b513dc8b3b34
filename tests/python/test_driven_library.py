"""CPython's own tests of the language give the same outcomes rewritten and not rewritten.

They are the submission here: rewritten like one, with a second thread alive, so that every access goes through the
hooks. An interpreter without the package `test` (distributions split it off) skips this, and says so.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from driving import Driven

# Pure Python about the language itself; `python3 test_driven_library.py test_enum` looks at others.
MODULES = sys.argv[1:] if __name__ == "__main__" and sys.argv[1:] else [
    "test_abc",
    "test_asyncgen",
    "test_augassign",
    "test_bisect",
    "test_class",
    "test_collections",
    "test_compare",
    "test_contextlib",
    "test_coroutines",
    "test_dataclasses",
    "test_decorators",
    "test_defaultdict",
    "test_dict",
    "test_dictviews",
    "test_enum",
    "test_enumerate",
    "test_functools",
    "test_generators",
    "test_iter",
    "test_keywordonlyarg",
    "test_list",
    "test_named_expressions",
    "test_patma",
    "test_property",
    "test_raise",
    "test_scope",
    "test_super",
    "test_tuple",
    "test_types",
    "test_with",
    "test_yield_from",
]
# Tests whose outcome may differ, by name: they see an object die at its last use, while here it lives until the schedule
# ends, because the places that were accessed are told apart by their objects.
DIFFERENT = {
    "test_container_iterator",
    "test_free_after_iterating",
    "test_ref_counting_behavior",
    "test_weakref",
}
CPU_S = 50
STEPS = 10**9

OUTCOMES = """
import sys, unittest
class Outcomes(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.seen = {}
    def addSuccess(self, test): self.seen.setdefault(test.id(), "passed")
    def addSkip(self, test, reason): self.seen[test.id()] = "skipped"
    def addFailure(self, test, err): self.seen[test.id()] = "failed"
    def addError(self, test, err): self.seen[test.id()] = "failed"
    def addExpectedFailure(self, test, err): self.seen[test.id()] = "failed as expected"
    def addUnexpectedSuccess(self, test): self.seen[test.id()] = "passed unexpectedly"
    def addSubTest(self, test, subtest, err):
        if err is not None: self.seen[test.id()] = "failed"
def outcomes():
    found = Outcomes()
    unittest.defaultTestLoader.loadTestsFromModule(sys.modules["program"]).run(found)
    return found.seen
"""
# While only one thread was ever started, hooks have nothing to do.
SECOND_THREAD = """
import threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
seen = outcomes()
"""
PLAIN = """
import json, sys
sys.path.insert(0, sys.argv[1])
import program
seen = outcomes()
with open(sys.argv[1] + "/outcomes", "w") as file: json.dump(seen, file)
"""


def source_of(module: str) -> str | None:
    try:
        spec = importlib.util.find_spec(f"test.{module}")
    except ImportError:
        return None
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).read_text(encoding="utf-8")


def plain(source: str) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "program.py").write_text(source, encoding="utf-8")
        command = [sys.executable, "-I", "-S", "-B", "-c", OUTCOMES + PLAIN, folder]
        subprocess.run(
            command,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
        )
        outcomes: dict[str, str] = json.loads(Path(folder, "outcomes").read_text(encoding="utf-8"))
        return outcomes


def rewritten(source: str) -> Any:
    with Driven({"program.py": source}) as session:
        setup = OUTCOMES + SECOND_THREAD
        ready = session.scenario(setup=setup, end=["repr(seen)"], cpu_s=CPU_S, steps=STEPS)
        if ready != {"ready": True}:
            raise AssertionError(ready)
        answer = session.schedule()
        if answer["end"] != "finished":
            raise AssertionError(answer)
        return eval(answer["results"][0]["end"]["value"]["s"])


class Library(unittest.TestCase):
    maxDiff = None

    def test_the_librarys_own_tests(self) -> None:
        sources = {module: source_of(module) for module in MODULES}
        present = {module: source for module, source in sources.items() if source is not None}
        if not present:
            raise unittest.SkipTest("this interpreter comes without its package `test`")
        for module, source in present.items():
            with self.subTest(module=module):
                ours, theirs = rewritten(source), plain(source)
                self.assertGreater(len(theirs), 0)
                different = {
                    name: (theirs.get(name), ours.get(name))
                    for name in sorted(theirs.keys() | ours.keys())
                    if theirs.get(name) != ours.get(name) and name.rpartition(".")[2] not in DIFFERENT
                }
                self.assertEqual(different, {})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
