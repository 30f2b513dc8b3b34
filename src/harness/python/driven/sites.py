"""Where in the student's code something happens, and what the student calls it."""

from __future__ import annotations

from . import real

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

    from .threads import Line

SCENARIO = "<scenario>"


class Site:
    """One rewritten place of the source."""

    __slots__ = ("file", "line", "name", "text", "write")

    def __init__(self, file: str, line: int, name: str, text: str, *, write: bool) -> None:
        self.file = file
        self.line = line
        # The attribute, global or closure variable, as the compiler spells it; empty for elements.
        self.name = name
        # The expression as the student wrote it.
        self.text = text
        self.write = write


# Where the submission lies.
ROOT = "/submission"
SITES: list[Site] = []
# Files that were rewritten.
FILES: set[str] = {SCENARIO}
# What a line assigns a fresh object to, and what a line calls a method of or enters.
CREATED: dict[Line, str] = {}
USED: dict[Line, str] = {}


def add(site: Site) -> int:
    SITES.append(site)
    return len(SITES) - 1


def line_of(frame: FrameType | None) -> Line | None:
    """The innermost line of the submission; of the scenario's own code where there is none."""
    scenario: Line | None = None
    while frame is not None:
        file = frame.f_code.co_filename
        if file in FILES:
            if file != SCENARIO:
                return file, frame.f_lineno
            scenario = scenario or (file, frame.f_lineno)
        frame = frame.f_back
    return scenario


def here() -> Line | None:
    """The line of the student's that is being executed."""
    return line_of(real.getframe(1))


def called_by_student(depth: int) -> bool:
    return real.getframe(depth + 1).f_code.co_filename in FILES


def relative(line: Line | None, root: str) -> list[object] | None:
    """A line as the other side names it: nothing outside the submission has a name there."""
    if line is None or not line[0].startswith(root + "/"):
        return None
    return [line[0][len(root) + 1 :], line[1]]


def place_submission(root: str) -> None:
    global ROOT
    ROOT = root
