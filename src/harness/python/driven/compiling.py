"""From a student's source to rewritten code."""

from __future__ import annotations

import ast
import sys
from contextlib import contextmanager

from . import naming, sites
from .rewrite import Statements
from .scopes import Scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType
    from typing import Any

# Calls in one another while a source is rewritten; so many fit into the stack of every thread.
DEEPEST = 5000


def compile_rewritten(
    source: str | bytes, file: str, *, mode: str = "exec", shared: set[str] | None = None
) -> CodeType:
    """The code of a student's file, or of a piece that threads run at its top level and share names with."""
    with deep_recursion():
        return _compile(source, file, mode, shared)


@contextmanager
def deep_recursion() -> Iterator[None]:
    """What the interpreter compiles without a sign of strain takes several calls a level here."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _compile(source: str | bytes, file: str, mode: str, shared: set[str] | None) -> CodeType:
    tree: Any = ast.parse(source, file, mode)
    naming.note(tree, file)
    module = tree if isinstance(tree, ast.Module) else ast.Module([ast.Expr(tree.body)], [])
    rewriting = Statements(module, file, shared=shared)
    if isinstance(tree, ast.Module):
        tree.body = rewriting.statements(tree.body)
    else:
        tree.body = rewriting.visit(tree.body)
    sites.FILES.add(file)
    code: CodeType = compile(ast.fix_missing_locations(tree), file, mode, 0, True)
    return code


def bound_names(source: str) -> set[str]:
    """Names that a piece binds at its top level; none if it does not compile."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()
    with deep_recursion():
        return Scan(tree).module.bound
