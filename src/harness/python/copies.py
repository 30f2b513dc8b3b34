"""Processes that a student's code forked and let come back into the harness: recognised, told of, let out.

Such a copy (its pid is not the owner's) must not answer. What comes after the call in a program of the
student's own is not ours to run twice: the copy leaves as Python leaves a program, exit handlers, buffers and
all, and what it raised is shown as Python shows it.
"""

from __future__ import annotations

import sys
from posix import getpriority, lseek, memfd_create, read, write

import child
import flags

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

# Kinds of marks.
BEGINS, ENDED, CAME_BACK, RAISED = 1, 2, 3, 4
WHAT = "child-came-back"
HOME = __file__.rpartition("/")[0] + "/"
MOST_BYTES = 1 << 12
MOST_LINE = 0x7FFFFFFF


class _State:
    marks: int | None = None
    # A file in memory that the copies share with their original.
    notes = -1
    left = False


def prepare(marks: int | None) -> None:
    """Before the student's code runs in this process. `marks` is what an observer listens for, if any."""
    _State.marks = marks
    child.before_answers.append(_note)
    _State.notes = child.place_high([memfd_create("copies")])[0]


def mark(kind: int, value: int) -> None:
    """Names a moment to the observer: by a call that always fails, and of which it is told meanwhile."""
    if _State.marks is not None:
        try:
            getpriority(_State.marks + kind, value)
        except OSError:
            return


def leave(error: BaseException | None) -> NoReturn:
    """In a copy that came back: takes note of it, then leaves the program. Does so once on the way out."""
    if _State.left and error is not None:
        raise error
    _State.left = True
    file, line = flags.forked_at()
    mark(CAME_BACK if error is None else RAISED, min(line, MOST_LINE))
    _write(f"{line} {file}\n".encode("utf-8", "replace"))
    if error is None:
        raise SystemExit(0)
    if isinstance(error, SystemExit):
        raise error
    _show(error)
    raise SystemExit(1)


def _write(note: bytes) -> None:
    try:
        write(_State.notes, note)
    except OSError:  # closed, with all others
        return


def _show(error: BaseException) -> None:
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_code.co_filename.startswith(HOME):
        traceback = traceback.tb_next
    try:
        BaseException.with_traceback(error, traceback)
        sys.excepthook(type(error), error, traceback)
    except BaseException:  # a student's own
        return


def _note() -> None:
    """In the original, before it answers: what its copies have noted goes beside the answer."""
    if _State.notes < 0:
        return
    try:
        lseek(_State.notes, 0, 0)
        lines = read(_State.notes, MOST_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return
    for entry in lines:
        line, _, file = entry.partition(" ")
        if line.isdecimal() and file:
            flags.note(WHAT, file, int(line))
