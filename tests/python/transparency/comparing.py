"""CPython's own tests, run as they are and run rewritten: which outcomes differ.

A test file is the submission: rewritten like one, with a second thread alive, so that every access goes through the
hooks. `test_queue:queue` also rewrites the module `queue` that it tests: its source lies beside the test's.
`test_thread/each` has a schedule for each test: those that start many threads, or leave some behind.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from driving import Driven, Ended

CPU_S = 240
STEPS = 10**9
# Real seconds in which nothing is heard.
SILENCE_S = 600
SILENCE_EACH_S = 60

OUTCOMES = """
import sys, unittest
class Outcomes(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.seen, self.why = {}, {}
    def failed(self, test, err, word="failed"):
        self.seen[test.id()] = word
        self.why[test.id()] = repr(err[1])[:300]
    def addSuccess(self, test): self.seen.setdefault(test.id(), "passed")
    def addSkip(self, test, reason): self.seen[test.id()] = "skipped"
    def addFailure(self, test, err): self.failed(test, err)
    def addError(self, test, err): self.failed(test, err)
    def addExpectedFailure(self, test, err): self.seen[test.id()] = "failed as expected"
    def addUnexpectedSuccess(self, test): self.seen[test.id()] = "passed unexpectedly"
    def addSubTest(self, test, subtest, err):
        if err is not None: self.failed(test, err)
def outcomes(left_out, only=None):
    found = Outcomes()
    def run(suite):
        for part in suite:
            if isinstance(part, unittest.TestCase):
                if only not in (None, part.id()): setattr(part, part._testMethodName, lambda: part.skipTest("another"))
                elif part.id().rpartition(".")[2] in left_out:
                    setattr(part, part._testMethodName, lambda: part.skipTest("left out"))
            else: run(part)
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["program"])
    run(suite)
    suite.run(found)
    return [found.seen, found.why]
"""
# While only one thread was ever started, hooks have nothing to do.
SECOND_THREAD = """
import threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
"""
PLAIN = """
import json, sys
sys.path.insert(0, sys.argv[1])
for name in json.loads(sys.argv[2]): sys.modules.pop(name, None)
import program
seen = outcomes(json.loads(sys.argv[3]))
with open(sys.argv[1] + "/outcomes", "w") as file: json.dump(seen, file)
"""
Outcomes = tuple[dict[str, str], dict[str, str]]


def origin(module: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(module)
    except ImportError:
        return None
    return None if spec is None or spec.origin is None else Path(spec.origin)


def sources(entry: str) -> dict[str, str] | None:
    """The files of the submission for one entry, if this version has its test."""
    test, *modules = entry.partition("/")[0].split(":")
    path = origin(f"test.{test}")
    if path is None or path.suffix != ".py":
        return None
    files = {"program.py": path.read_text(encoding="utf-8")}
    for module in modules:
        found = origin(module)
        assert found is not None, module
        whole = sorted(found.parent.glob("**/*.py")) if found.name == "__init__.py" else [found]
        for part in whole:
            name = part.relative_to(found.parent.parent if found.name == "__init__.py" else found.parent)
            files[str(name)] = part.read_text(encoding="utf-8")
    return files


def plain(files: dict[str, str], left_out: list[str]) -> Outcomes:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_text(text, encoding="utf-8")
        shadowed = json.dumps(sorted({name.partition("/")[0].removesuffix(".py") for name in files}))
        script = [OUTCOMES + PLAIN, folder, shadowed, json.dumps(left_out)]
        subprocess.run(
            [sys.executable, "-I", "-S", "-B", "-c", *script],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
            timeout=SILENCE_S,
        )
        seen, why = json.loads(Path(folder, "outcomes").read_text(encoding="utf-8"))
        return seen, why


def rewritten(files: dict[str, str], left_out: list[str], each: list[str]) -> Outcomes:
    """One schedule for all tests, or one for each."""
    if not each:
        return one_schedule(files, left_out, None)
    seen: dict[str, str] = {}
    why: dict[str, str] = {}
    left = list(each)
    while left:
        with Driven(files) as session:
            session._socket.settimeout(SILENCE_EACH_S)
            while left:
                only = left.pop(0)
                try:
                    found = in_session(session, left_out, only)
                except (AssertionError, OSError, Ended) as raised:
                    # What a schedule that waits for real has left of its session is of no use.
                    seen[only], why[only] = "no end", repr(raised)
                    if not isinstance(raised, AssertionError):
                        break
                else:
                    seen[only] = found[0].get(only, "not run")
                    why.update(found[1])
    return seen, why


def one_schedule(files: dict[str, str], left_out: list[str], only: str | None) -> Outcomes:
    with Driven(files) as session:
        session._socket.settimeout(SILENCE_S)
        return in_session(session, left_out, only)


def in_session(session: Driven, left_out: list[str], only: str | None) -> Outcomes:
    setup = f"{OUTCOMES}{SECOND_THREAD}seen = outcomes({left_out!r}, {only!r})\n"
    ready = session.scenario(setup=setup, end=["repr(seen)"], cpu_s=CPU_S, steps=STEPS)
    if ready != {"ready": True}:
        raise AssertionError(ready)
    answer = session.schedule()
    if answer["end"] != "finished":
        raise AssertionError({key: answer.get(key) for key in ("end", "ended", "failure", "import")})
    seen, why = eval(answer["results"][-1]["end"]["value"]["s"])
    return seen, why


def compare(entry: str, left_out: list[str]) -> tuple[int, dict[str, str]]:
    """How many tests there are, and what the rewritten ones that differ did."""
    files = sources(entry)
    if files is None:
        return 0, {}
    theirs, _ = plain(files, left_out)
    ours, why = rewritten(files, left_out, sorted(theirs) if entry.endswith("/each") else [])
    different = {}
    for name in sorted(theirs.keys() | ours.keys()):
        if theirs.get(name) != ours.get(name):
            short = name.partition(".")[2]
            different[short] = f"{theirs.get(name)} as it is, {ours.get(name)} rewritten: {why.get(name, '')}"
    return len(theirs), different
