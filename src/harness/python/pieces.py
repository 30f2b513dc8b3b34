"""Runs pieces of code that the grader sent, and records how each ended."""

from __future__ import annotations

import builtins
from posix import getpid

import copies
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
        value, raised = self.attempt(source, namespace)
        return raised or self.told(value)

    def attempt(
        self, source: str | CodeType, namespace: Namespace, number: int | None = None
    ) -> tuple[object, Tree | None]:
        """The value itself, or how the piece failed. A number is told to the observer before and after it."""
        try:
            self.quiet.leave()
            code = compile_piece(source) if type(source) is str else source
            self._mark(copies.BEGINS, number)
            value = eval(code, namespace)
            if getpid() != self.owner:
                copies.leave(None)
            self.quiet.enter()
            self._mark(copies.ENDED, number)
        except BaseException as error:
            if getpid() != self.owner:
                copies.leave(error)
            self._mark(copies.ENDED, number)
            said = self._own_text(error) if errors.has_own_text(error) else None
            self.quiet.enter()
            self.budget.spend(END_BYTES)
            return None, {"raised": errors.encode(error, self.root, self.budget, said)}
        return value, None

    def _mark(self, kind: int, number: int | None) -> None:
        if number is not None:
            copies.mark(kind, number)

    def told(self, value: object) -> Tree:
        self.budget.spend(END_BYTES)
        return {"value": values.encode(value, self.budget)}

    def _own_text(self, error: BaseException) -> str:
        """What a student's `__str__` says, as a part of the piece; nothing where it raises."""
        try:
            text = str.__str__(str(error))
        except BaseException:
            text = ""
        if getpid() != self.owner:
            copies.leave(None)
        return text


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
