"""The programs of the corpus with their labels, and one measured run of a command."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent.parent
CORPUS = PROJECT / "fixtures" / "schedules"
WRONG = ("bad", "hard", "dodge", "blind-bad")
RIGHT = ("good", "blind-good")
# Right where `functools.cached_property` takes a lock.
RIGHT_UNTIL_3_11 = "g25_cached_property"


@dataclass(frozen=True)
class Program:
    """One file of the corpus; its name is unique over all groups."""

    name: str
    group: str
    path: Path

    def is_wrong(self, minor: int) -> bool:
        """Whether it is wrong on CPython 3.`minor`."""
        return self.group in WRONG or (self.name == RIGHT_UNTIL_3_11 and minor >= 12)


def programs(groups: list[str], part: str) -> list[Program]:
    """The programs of the groups whose names contain `part`."""
    found = [
        Program(path.stem, group, path)
        for group in groups
        for path in sorted((CORPUS / group).glob("*.py"))
        if part in path.stem
    ]
    if not found:
        raise SystemExit("no program of the corpus has such a name")
    return found


def handed_in(program: Program, folder: Path) -> Path:
    """The folder of a submission that holds the program."""
    submission = folder / program.name
    submission.mkdir(exist_ok=True)
    (submission / "program.py").write_bytes(program.path.read_bytes())
    return submission


class Ran(NamedTuple):
    """What a command wrote, and the user and system time of its whole tree as far as it was waited for."""

    output: bytes
    status: int | None
    cpu_ms: float


def run(command: list[str], seconds: float, environment: dict[str, str] | None = None) -> Ran:
    """Run a command in a session of its own; all of it is killed after `seconds`, and the status is then `None`."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    assert process.stdout is not None
    late = threading.Event()

    def kill() -> None:
        late.set()
        os.killpg(process.pid, signal.SIGKILL)

    limit = threading.Timer(seconds, kill)
    limit.start()
    try:
        output = process.stdout.read()
        # Without reaping it, so that its number stays its own until the timer is out of the way.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    finally:
        limit.cancel()
        limit.join()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Ran(output, None if late.is_set() else process.returncode, (usage.ru_utime + usage.ru_stime) * 1000)


class Busy:
    """As many processes as asked for that do nothing but compute."""

    def __init__(self, count: int) -> None:
        command = ["python3", "-I", "-S", "-c", "while True: pass"]
        self._processes = [subprocess.Popen(command) for _ in range(count)]

    def __enter__(self) -> Busy:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


def machine() -> str:
    """What is measured on, without names of folders or hosts."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "an unknown model")
    kernel = Path("/proc/sys/kernel/osrelease").read_text().strip()
    load = Path("/proc/loadavg").read_text().split()[0]
    day = time.strftime("%Y-%m-%d")
    return f"{os.cpu_count()} cores of {model}, Linux {kernel}, load {load} before, {day}"
