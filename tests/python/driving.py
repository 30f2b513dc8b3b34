"""A small client of the driven interpreter, for tests: it speaks the channel's protocol over a socket pair."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
HARNESS = Path(os.environ.get("GRADER_HARNESS", REPOSITORY / "src/harness/python"))
PYTHON = os.environ.get("GRADER_PYTHON", sys.executable)

Message = dict[str, Any]


class Ended(Exception):
    """The other side closed the channel."""


class Driven:
    """One session with one submission."""

    def __init__(self, files: dict[str, str], python: str = PYTHON, wrapper: tuple[str, ...] = ()) -> None:
        self.root = tempfile.mkdtemp(prefix="driven-")
        for name, source in files.items():
            path = Path(self.root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source, encoding="utf-8")
        ours, theirs = socket.socketpair()
        command = [*wrapper, python, "-I", "-S", "-B", str(HARNESS / "main.py"), "driven", self.root]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if "GRADER_SHOW" not in os.environ else None,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": "/tmp", "PYTHONHASHSEED": "0"},
            close_fds=False,
            preexec_fn=lambda: os.dup2(theirs.fileno(), 3),
        )
        theirs.close()
        self._socket = ours
        self._stream = ours.makefile("rb")
        self._id = 0
        self.hello = self._line()

    def _line(self) -> Message:
        line = self._stream.readline()
        if not line:
            raise Ended(f"status {self.process.wait()}")
        message: Message = json.loads(line)
        return message

    def ask(self, **question: Any) -> Message:
        """The answer and the end of one question: `{"answer": …, "ended": …, "raw": …}`."""
        self._id += 1
        message = {"v": 1, "id": self._id, "nonce": "0" * 32, **question}
        self._socket.sendall(json.dumps(message).encode() + b"\n")
        found: Message = {"answer": None}
        while "ended" not in found:
            line = self._line()
            for key in ("answer", "ended"):
                if key in line:
                    found[key] = line[key]
        return found

    def scenario(self, **parts: Any) -> Message:
        question: Message = {
            "op": "scenario",
            "file": "program.py",
            "needs": [],
            "setup": "",
            "threads": [],
            "main": [],
            "end": [],
            "always": [],
            "watch": None,
            "steps": 20_000,
            "answer_cap": 1 << 24,
            "cpu_s": 20,
        }
        question.update(parts)
        answer: Message = self.ask(**question)["answer"]
        return answer

    def schedule(self, plan: Any = (), **parts: Any) -> Message:
        """The answer of one schedule; where there is none, how the child ended."""
        question: Message = {
            "op": "schedule",
            "plan": [list(pair) for pair in sorted(dict(plan).items())],
            "sleep": None,
            "grain": "coarse",
            "release_points": False,
            "random": None,
            "verbose": False,
        }
        question.update(parts)
        found = self.ask(**question)
        return found["answer"] if found["answer"] is not None else {"end": "none", "ended": found["ended"]}

    def close(self) -> None:
        self._stream.close()
        self._socket.close()
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.root, ignore_errors=True)

    def __enter__(self) -> Driven:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def one(source: str, **parts: Any) -> Message:
    """The answer of the schedule without forced switches."""
    with Driven({"program.py": source}) as session:
        ready = session.scenario(**parts)
        assert ready == {"ready": True}, ready
        return session.schedule()
