"""A session with the harness as the grader holds one, without a jail."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

HARNESS = Path(__file__).resolve().parents[2] / "src" / "harness" / "python"
WAIT_S = 20
UNSHARE = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]


def can_unshare() -> bool:
    """Whether this user may make a pid namespace with its own /proc."""
    return subprocess.run([*UNSHARE, "true"], stderr=subprocess.DEVNULL).returncode == 0


class Peer:
    """Starts `main.py` on files, asks, reads lines. As pid 1 of a namespace where the machine allows it."""

    def __init__(self, files: dict[str, str], mode: str = "plain", namespace: bool = False) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="grader-peer-"))
        self.home = tempfile.mkdtemp(prefix="grader-home-")
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", errors="surrogatepass")
        if namespace and not can_unshare():
            raise unittest.SkipTest("this machine does not let us make a pid namespace")
        ours, theirs = socket.socketpair()
        ours.settimeout(WAIT_S)
        wrapper = UNSHARE if namespace else []
        script = 'exec 3<&0 </dev/null; exec "$@"'
        command = [sys.executable, "-I", "-S", "-B", str(HARNESS / "main.py"), mode, str(self.root)]
        self.process = subprocess.Popen(
            ["sh", "-c", script, "sh", *wrapper, *command],
            stdin=theirs.fileno(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.root,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "HOME": self.home},
        )
        theirs.close()
        self.socket = ours
        self.lines = ours.makefile("rb")
        self.id = 0
        self.hello = self.line()

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> tuple[str, str]:
        """Ends the session; what was printed."""
        self.socket.shutdown(socket.SHUT_WR)
        try:
            out, err = self.process.communicate(timeout=WAIT_S)
        finally:
            self.process.kill()
            self.lines.close()
            self.socket.close()
            shutil.rmtree(self.root, ignore_errors=True)
            shutil.rmtree(self.home, ignore_errors=True)
        return out.decode(errors="replace"), err.decode(errors="replace")

    def line(self) -> dict[str, Any]:
        line = self.lines.readline()
        if not line:
            raise AssertionError(f"the harness is gone: {self.process.communicate()!r}")
        try:
            message: dict[str, Any] = json.loads(line)
        except ValueError:  # what a child wrote is passed on as it is
            return {"v": 1, "id": self.id, "nonce": f"{self.id:032x}", "answer": None}
        return message

    def ask(self, op: str, **fields: Any) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        """The answer, if any, and the end."""
        self.id += 1
        nonce = f"{self.id:032x}"
        question = {
            "v": 1,
            "id": self.id,
            "nonce": nonce,
            "op": op,
            "answer_cap": 1 << 20,
            "cpu_s": 5,
            **fields,
        }
        self.socket.sendall(json.dumps(question).encode() + b"\n")
        answer = None
        while True:
            message = self.line()
            assert (message["v"], message["id"], message["nonce"]) == (1, self.id, nonce), message
            if "ended" in message:
                return answer, message["ended"]
            assert answer is None, "two answers were relayed"
            answer = message["answer"]

    def load(self, file: str = "counter.py", **fields: Any) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        return self.ask("import", file=file, **fields)

    def steps(
        self, *code: str, needs: tuple[str, ...] = (), file: str = "counter.py", **fields: Any
    ) -> list[Any]:
        """The ends of the steps, values unpacked."""
        answer, ended = self.ask("steps", file=file, needs=list(needs), code=list(code), **fields)
        assert answer is not None, ended
        steps: list[Any] = answer["steps"]
        return steps
