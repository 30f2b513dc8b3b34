"""Answers to the questions of mode `plain`, made in the process that runs the student's code."""

from __future__ import annotations

from posix import getpid

import errors
import pieces
from leaves import Budget
from quiet import Quiet

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    namespace = submission.fresh_namespace()
    runner = pieces.Runner(owner, submission.root, Budget(question["answer_cap"] - FRAME_BYTES))
    return {"steps": [runner.run(code, namespace) for code in question["code"]]}
