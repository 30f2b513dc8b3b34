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


class Runner:
    """Runs pieces in the process whose pid is `owner`; between them handlers and tracers are quiet."""

    def __init__(self, owner: int, root: str, budget: Budget) -> None:
        self.owner = owner
        self.root = root
        self.budget = budget
        self.quiet = Quiet()

    def run(self, source: str | CodeType, namespace: Namespace) -> Tree:
        """How one piece ended: `{"value": …}` or `{"raised": …}`.

        A copy of the process that the piece forked does not come back from here.
        """
        try:
            self.quiet.leave()
            code = compile_piece(source) if type(source) is str else source
            value = eval(code, namespace)
            if getpid() != self.owner:
                raise SystemExit(0)
            self.quiet.enter()
        except BaseException as error:
            if getpid() != self.owner:
                raise
            self.quiet.enter()
            self.budget.spend(END_BYTES)
            return {"raised": errors.encode(error, self.root, self.budget)}
        self.budget.spend(END_BYTES)
        return {"value": values.encode(value, self.budget)}


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
