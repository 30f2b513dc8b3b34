"""The teacher's sequential model: the operations, each alone, in every order that is asked for.

It runs in a session of its own, which has never seen a submission.
"""

from __future__ import annotations

import pieces
from leaves import Budget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    from leaves import Tree
    from wire import Message

FRAME_BYTES = 200


def answer(question: Message, owner: int) -> Message:
    """The ends of the operations of each order; or what the model itself, or its setup, raised."""
    budget = Budget(question["answer_cap"] - FRAME_BYTES)
    codes = _Codes()
    orders = []
    for order in question["orders"]:
        namespace = pieces.new_namespace("__main__")
        for source in (question["source"], question["setup"]):
            end = pieces.run(codes.statements(source), namespace, owner, "", budget)
            if "raised" in end:
                return {"raised": end["raised"]}
        ends: list[Tree] = []
        for part, thread, index in order:
            operations = question["threads"][thread] if part == "thread" else question[part]
            ends.append(pieces.run(codes.piece(operations[index]), namespace, owner, "", budget))
        orders.append(ends)
    return {"orders": orders}


class _Codes:
    """Each source is compiled once; one that does not compile is left to fail where it is run."""

    def __init__(self) -> None:
        self._known: dict[str, CodeType | str] = {}

    def piece(self, source: str) -> CodeType | str:
        if source not in self._known:
            try:
                self._known[source] = pieces.compile_piece(source)
            except (SyntaxError, ValueError):
                self._known[source] = source
        return self._known[source]

    def statements(self, source: str) -> CodeType | str:
        key = "\n" + source  # apart from the same text as a piece
        if key not in self._known:
            try:
                self._known[key] = pieces.compile_statements(source)
            except (SyntaxError, ValueError):
                self._known[key] = source
        return self._known[key]
