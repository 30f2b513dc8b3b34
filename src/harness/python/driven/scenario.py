"""The pieces of a scenario, compiled once, in the process that runs no student code."""

from __future__ import annotations

from . import sites
from .compiling import bound_names, compile_rewritten
from .scripted import Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any


class Scenario:
    """What every schedule of it does."""

    def __init__(self, question: dict[str, Any], *, forks: bool) -> None:
        self.forks = forks
        self.strict = question.get("clock") == "strict"
        # Threads that still run or wait after the last operation are left alone.
        self.leaves: bool = question.get("leaves") or False
        self.file: str = question["file"]
        self.needs: list[str] = question.get("needs") or []
        self.watch: str | None = question.get("watch")
        self.steps: int = question["steps"]
        self.answer_cap: int = question["answer_cap"]
        self.cpu_s: int = question["cpu_s"]
        # After which operations is looked for threads, and for locks, that are left.
        self.looks: dict[tuple[str, int, int], dict[str, bool]] = {
            (look["part"], look["thread"], look["index"]): {what: look[what] for what in ("threads", "locks")}
            for look in question.get("looks") or []
        }
        threads: list[list[str]] = question.get("threads") or []
        main: list[str] = question.get("main") or []
        end: list[str] = question.get("end") or []
        shared: set[str] = set()
        for piece in [*(code for codes in threads for code in codes), *main, *end]:
            shared |= bound_names(piece)
        self.setup = compile_rewritten(question.get("setup") or "", sites.SCENARIO, shared=shared)
        self.threads = [[_piece(code, shared) for code in codes] for codes in threads]
        self.main = [_piece(code, shared) for code in main]
        self.end = [_piece(code, shared) for code in end]
        self.always = [_piece(code, shared) for code in question.get("always") or []]
        script = question.get("script")
        self.script = None if script is None else Script(script, lambda code: _piece(code, shared))


def _piece(source: str, shared: set[str]) -> CodeType:
    """An expression if it can be one, otherwise statements."""
    try:
        compile(source.strip(), sites.SCENARIO, "eval", 0, True)
    except SyntaxError:
        return compile_rewritten(source, sites.SCENARIO, shared=shared)
    return compile_rewritten(source.strip(), sites.SCENARIO, mode="eval", shared=shared)
