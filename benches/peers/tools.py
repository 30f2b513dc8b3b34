"""What each tool says of one program."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

from programs import CORPUS, PROJECT, Program, Ran, handed_in, run

HERE = Path(__file__).resolve().parent
TASK = CORPUS / "task"
# What may end a wrong program; any other reason is the tool's own trouble.
REASONS = ("exception", "race", "deadlock", "missed-wakeup", "spin")
FRONTRUN = "frontrun==0.7.0"
# One command of the grader, which has limits of its own.
GRADER_SECONDS = 600.0


@dataclass
class Said:
    """One tool about one program: `wrong`, `right` or `inconclusive`."""

    verdict: str
    cpu_ms: float
    schedules: int | None = None
    exhausted: bool | None = None
    # What the grader itself says of the CPU time of its search.
    search_ms: float | None = None
    note: str = ""


Tool = Callable[[Program], Said]


def check(grader: str, python: str, submissions: list[Path]) -> tuple[list[dict[str, Any]], Ran]:
    """The results of `grader check`, in the order of the submissions."""
    command = [grader, "check", str(TASK), *map(str, submissions)]
    command += ["--format", "json", "--exit-zero", "-q", "--python", python]
    ran = run(command, GRADER_SECONDS * len(submissions))
    if ran.status != 0:
        raise SystemExit(f"{grader} ended with {ran.status}")
    answer = json.loads(ran.output)
    results: list[dict[str, Any]] = answer.get("results", [answer])
    return results, ran


def grader_tool(grader: str, python: str, folder: Path) -> Tool:
    """This grader: one command for each program."""

    def ask(program: Program) -> Said:
        results, ran = check(grader, python, [handed_in(program, folder)])
        verdict = results[0]["checks"][0]
        evidence = verdict.get("evidence") or {}
        search = (evidence.get("searches") or [{}])[0]
        said = {"failed": "wrong", "passed": "right"}.get(verdict["status"], "inconclusive")
        if said == "wrong" and verdict["reason"] not in REASONS:
            said = "inconclusive"
        return Said(
            said,
            ran.cpu_ms,
            search.get("found_after"),
            search.get("exhausted"),
            search.get("cpu_ms", verdict.get("cpu_ms")),
            verdict["reason"],
        )

    return ask


def stress_tool(python: str, seconds: float, hang: float) -> Tool:
    """Eight threads that do it many times, with real locks, real time and the shortest switch interval."""

    def ask(program: Program) -> Said:
        command = [python, str(HERE / "with_stress.py"), str(program.path), str(seconds), str(hang)]
        return _answer(run(command, seconds + hang + 60))

    return ask


def frontrun_tool(python: str, strategy: str, seconds: float) -> Tool:
    """The package `frontrun`, in an environment of its own."""

    def ask(program: Program) -> Said:
        starter = str(Path(python).with_name("frontrun"))
        worker = [python, str(HERE / "with_frontrun.py"), str(program.path), strategy, str(seconds)]
        return _answer(run([starter, *worker], seconds + 30))

    return ask


def frontrun_environment(python: str, folder: Path) -> str:
    """The interpreter of a fresh environment that has `frontrun`."""
    venv_python = folder / "frontrun" / "bin" / "python"
    made = run([python, "-m", "venv", str(folder / "frontrun")], 300)
    if made.status != 0:
        raise SystemExit("no virtual environment could be made")
    if run([str(venv_python), "-m", "pip", "install", "--quiet", FRONTRUN], 600).status != 0:
        raise SystemExit(f"{FRONTRUN} could not be installed: is the package index within reach?")
    return str(venv_python)


def _answer(ran: Ran) -> Said:
    """What a worker wrote on its last line; silence is inconclusive."""
    try:
        answer = json.loads(ran.output.splitlines()[-1])
    except (IndexError, ValueError):
        return Said("inconclusive", ran.cpu_ms, note="killed" if ran.status is None else f"ended with {ran.status}")
    return Said(answer["verdict"], ran.cpu_ms, answer.get("schedules"), note=answer.get("note", ""))


def default_grader() -> str:
    """The release build of this project."""
    return str(PROJECT / "target" / "release" / "grader")


def work_folder() -> tempfile.TemporaryDirectory[str]:
    """For submissions and environments."""
    return tempfile.TemporaryDirectory(prefix="peers-")


def real_python() -> str:
    """The file behind this interpreter: a shim would be measured with it."""
    return os.path.realpath(sys.executable)


def minor_version(python: str) -> int:
    """The 11 of CPython 3.11."""
    ran = run([python, "-I", "-S", "-c", "import sys; print(sys.version_info[1])"], 60)
    return int(ran.output)
