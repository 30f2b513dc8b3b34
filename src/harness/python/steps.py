"""Answers to the questions of mode `plain`, made in the process that runs the student's code."""

from __future__ import annotations

from posix import getpid

import copies
import errors
import pieces
from capture import Capture
from leaves import Budget
from loading import PYTHONS_OWN
from quiet import Quiet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from leaves import Tree
    from loading import Submission
    from wire import Message

# Bytes of an answer around its values.
FRAME_BYTES = 200


def load(submission: Submission, answer_cap: int, owner: int) -> Message | None:
    """Imports the submission: what it raised, if it did."""
    submission.watch()
    try:
        submission.load()
    except BaseException as error:
        if getpid() != owner:
            raise
        with Quiet():
            return {"raised": errors.encode(error, submission.root, Budget(answer_cap - FRAME_BYTES))}
    if getpid() != owner:
        raise SystemExit(0)
    return None


def answer(submission: Submission, question: Message, owner: int) -> Message:
    """How the steps ended, or the names that they need and that are not there."""
    missing = submission.missing(question["needs"])
    if missing:
        return {"missing": missing, "names": submission.names()}
    namespace = submission.fresh_namespace(question["needs"], PYTHONS_OWN)
    copies.prepare(question.get("marks"))
    runner = pieces.Runner(owner, submission.root, Budget(question["answer_cap"] - FRAME_BYTES))
    return {"steps": _ends(question["code"], runner, namespace, question["answer_cap"])}


def _ends(code: list[Any], runner: pieces.Runner, namespace: pieces.Namespace, cap: int) -> list[Tree]:
    """One end for each piece: a piece is Python, or what is to be done between pieces of Python.

    `["watched", code]` is Python whose begin and end the observer is told of; `["is", expression]` asks
    whether its value is the object that the last piece of Python gave; what is printed between `["capture"]`
    and `["captured"]` is the value of the latter.
    """
    capture = Capture(cap // 4) if ["capture"] in code else None
    ends: list[Tree] = []
    last: object = None
    for index, piece in enumerate(code):
        if type(piece) is str:
            value, raised = runner.attempt(piece, namespace)
            ends.append(raised or runner.told(value))
            compared = index + 1 < len(code) and code[index + 1][0] == "is"
            last = value if compared and raised is None else _NOTHING
            value = None  # nothing of the student's is kept alive for longer than it is asked about
        elif piece[0] == "watched":
            value, raised = runner.attempt(piece[1], namespace, index)
            ends.append(raised or runner.told(value))
            value = None
        elif piece[0] == "is":
            value, raised = runner.attempt(piece[1], namespace)
            ends.append(raised or runner.told(value is last))
            value = None
        elif capture is not None:
            ends.append(runner.told(capture.begin() if piece[0] == "capture" else capture.end()))
    return ends


_NOTHING = object()
