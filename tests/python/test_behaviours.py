"""The library's thread tools give under driven schedules what the documentation says, and what the real ones give.

`behaviour/` has a table for each tool. Each behaviour is run by a plain interpreter, and under several schedules: the
one without forced switches, in both grains, every one of some single forced switches, and some with random priorities.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from driving import Driven, Message
from searching import failing

BEHAVIOUR = Path(__file__).resolve().parent / "behaviour"
TABLE = "table.py"
# Forced switches and seeds, a behaviour.
SWITCHES = 4
SEEDS = 2
WAIT_S = 300
SILENCE_S = 60

REAL = """
import faulthandler, importlib, json, sys
faulthandler.dump_traceback_later(120, exit=True)
folder, name, found = sys.argv[1:]
sys.path.insert(0, folder)
importlib.import_module(name)
import table
outcomes = {behaviour: table.outcome(behaviour) for behaviour, *_ in table.names()}
with open(found, "w") as file: json.dump([table.names(), outcomes], file)
"""


def real(name: str) -> tuple[list[list[Any]], dict[str, list[Any]]]:
    """The table of one file, and what a plain interpreter makes of it."""
    with tempfile.NamedTemporaryFile() as found:
        command = [sys.executable, "-I", "-S", "-B", "-c", REAL, str(BEHAVIOUR), name, found.name]
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=WAIT_S, check=False
        )
        if ended.returncode:
            raise AssertionError(ended.stderr.decode(errors="replace"))
        names, outcomes = json.loads(Path(found.name).read_text(encoding="utf-8"))
        return names, outcomes


def schedules(session: Driven) -> Any:
    """Answers of several schedules of the scenario at hand, each with what it was."""
    first = session.schedule()
    yield "the default", first
    if first["end"] != "finished":
        return
    yield "the default, fine", session.schedule(grain="fine")
    forced = [
        (index, tid)
        for index, (chosen, enabled, *_) in enumerate(first["decisions"])
        for tid in range(int(enabled).bit_length() if isinstance(enabled, int) else 0)
        if enabled >> tid & 1 and tid != chosen
    ]
    for index, tid in forced[:: max(1, len(forced) // SWITCHES)][:SWITCHES]:
        yield f"at {index}: {tid}", session.schedule({index: tid})
    for seed in range(SEEDS if forced else 0):
        order = {"seed": seed, "depth": 3, "length": len(first["decisions"])}
        yield f"seed {seed}", session.schedule(random=order)


def without_addresses(words: list[str]) -> list[str]:
    return [re.sub("0x[0-9a-f]+", "0x…", word) for word in words]


def was_late(answer: Message) -> bool:
    """Whether somebody's time passed early: a choice that is the search's, but that no behaviour allows for."""
    return any(not int(str(enabled), 0) >> chosen & 1 for chosen, enabled, *_ in answer.get("decisions", ()))


class Behaviours(unittest.TestCase):
    maxDiff = None

    def agree(self, session: Driven, file: str, row: list[Any], found: list[Any]) -> None:
        name, expected, words = row
        self.assertEqual(found[0], expected, "the real ones give something else")
        ready = session.scenario(file=file, setup="from table import outcome", main=[f"repr(outcome({name!r}))"])
        self.assertEqual(ready, {"ready": True})
        for schedule, answer in schedules(session):
            if was_late(answer):
                continue
            with self.subTest(schedule=schedule):
                self.assertIsNone(failing(answer))
                value = eval(answer["results"][0]["end"]["value"]["s"])
                self.assertEqual(value[0], expected)
                if schedule == "the default" and words:
                    self.assertEqual(without_addresses(value), without_addresses(found), "the words differ")


def behaves(name: str) -> Any:
    def test(self: Behaviours) -> None:
        names, outcomes = real(name)
        self.assertTrue(names)
        files = {file: (BEHAVIOUR / file).read_text(encoding="utf-8") for file in (TABLE, f"{name}.py")}
        with Driven(files) as session:
            # A schedule that waits for real would wait for ever.
            session._socket.settimeout(SILENCE_S)
            for row in names:
                with self.subTest(behaviour=row[0]):
                    self.agree(session, f"{name}.py", row, outcomes[row[0]])

    return test


for _file in sorted(BEHAVIOUR.glob("*.py")):
    if _file.name != TABLE:
        setattr(Behaviours, f"test_{_file.stem}", behaves(_file.stem))


if __name__ == "__main__":
    unittest.main()
