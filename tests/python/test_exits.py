"""Programs end under driven schedules as they do in a plain interpreter: see `behaviour/exits`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from driving import Driven
from searching import failing
from test_behaviours import BEHAVIOUR, SILENCE_S, TABLE, WAIT_S, schedules, was_late

SOURCE = BEHAVIOUR / "exits" / "exits.py"
# The names of all, or the end of one.
NAMES = "import json, sys; sys.path.insert(0, sys.argv[1]); import exits, table; print(json.dumps(table.names()))"
ONE = "import sys; sys.path.insert(0, sys.argv[1]); import exits, table; table.BEHAVIOURS[sys.argv[2]][0]()"


def plain(folder: str, script: str, *arguments: str) -> str:
    command = [sys.executable, "-I", "-S", "-B", "-c", script, folder, *arguments]
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
    ended = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=WAIT_S, check=True
    )
    return ended.stdout.decode()


def told(folder: str) -> list[str]:
    """What was told since the last time."""
    path = Path(folder, "told")
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    path.unlink()
    return lines


class Exits(unittest.TestCase):
    maxDiff = None

    def test_ends(self) -> None:
        files = {path.name: path.read_text(encoding="utf-8") for path in (SOURCE, BEHAVIOUR / TABLE)}
        with tempfile.TemporaryDirectory() as folder, Driven(files) as session:
            session._socket.settimeout(SILENCE_S)
            for path in (SOURCE, BEHAVIOUR / TABLE):
                shutil.copy(path, folder)
            names: list[Any] = json.loads(plain(folder, NAMES))
            self.assertTrue(names)
            for name, expected, _ in names:
                with self.subTest(behaviour=name):
                    plain(folder, ONE, name)
                    self.assertEqual(repr(told(folder)), expected, "the real ones give something else")
                    self.agree(session, name, expected)

    def agree(self, session: Driven, name: str, expected: str) -> None:
        setup = "from table import BEHAVIOURS"
        ready = session.scenario(file="exits.py", setup=setup, main=[f"BEHAVIOURS[{name!r}][0]() and None"])
        self.assertEqual(ready, {"ready": True})
        for schedule, answer in schedules(session):
            lines = told(session.root)
            if was_late(answer):
                continue
            with self.subTest(schedule=schedule):
                self.assertIsNone(failing(answer))
                self.assertEqual(repr(lines), expected)


if __name__ == "__main__":
    unittest.main()
