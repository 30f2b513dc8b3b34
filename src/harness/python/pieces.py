"""Runs pieces of code that the grader sent, and records how each ended."""

from __future__ import annotations

import builtins
from posix import getpid

import errors
import values
from quiet import Quiet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    from leaves import Budget, Tree

    Namespace = dict[str, object]

# Bytes of an answer around one end.
END_BYTES = 32


def compile_piece(source: str) -> CodeType:
    """An expression if it can be one, otherwise statements."""
    try:
        return compile(source.strip(), "<step>", "eval", 0, True)
    except SyntaxError:
        return compile_statements(source)


def compile_statements(source: str) -> CodeType:
    return compile(source, "<step>", "exec", 0, True)


def new_namespace(name: str) -> Namespace:
    """A namespace with the builtins that the student sees."""
    return {"__name__": name, "__builtins__": builtins}


def run(source: str | CodeType, namespace: Namespace, owner: int, root: str, budget: Budget) -> Tree:
    """How one piece ended: `{"value": …}` or `{"raised": …}`.

    A copy of the process that the piece forked does not come back from here.
    """
    try:
        code = compile_piece(source) if type(source) is str else source
        value = eval(code, namespace)
    except BaseException as error:
        if getpid() != owner:
            raise
        with Quiet():
            budget.spend(END_BYTES)
            return {"raised": errors.encode(error, root, budget)}
    if getpid() != owner:
        raise SystemExit(0)
    with Quiet():
        budget.spend(END_BYTES)
        return {"value": values.encode(value, budget)}
