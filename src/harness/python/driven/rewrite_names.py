"""The rewriting of names, and what all rewriting needs."""

from __future__ import annotations

import ast
from contextlib import contextmanager

from . import sites, spelling
from .spelling import HIDDEN, call, cell_of, constant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .scopes import Scan, Scope


class Names(ast.NodeTransformer):
    """Knows the scope it is in."""

    def __init__(self, scan: Scan, file: str) -> None:
        self.file = file
        self.scopes = scan.scopes
        self.module = self.scope = scan.module
        self.globals = set(scan.changing_globals)
        self._helpers = 0

    def site(
        self, node: ast.AST, name: str, *, write: bool = False, written: ast.AST | None = None
    ) -> ast.Constant:
        line = getattr(node, "lineno", 0)
        text = spelling.text(written or node)
        return constant(sites.add(sites.Site(self.file, line, self.scope.mangled(name), text, write=write)))

    def helper(self) -> str:
        self._helpers += 1
        return f"{HIDDEN}{self._helpers}"

    @contextmanager
    def inside(self, node: ast.AST) -> Iterator[None]:
        outer: Scope = self.scope
        self.scope = self.scopes[node]
        yield
        self.scope = outer

    # Names

    def _place(self, name: str) -> Scope | None:
        """The function whose shared closure variable this is."""
        owner = self.scope.owner(name)
        return owner if owner is not None and name in owner.shared else None

    def _is_global(self, name: str) -> bool:
        return self.scope.owner(name) is None and self.scope.mangled(name) in self.globals

    def is_shared(self, name: str) -> bool:
        return self.scope.inside and (self._is_global(name) or self._place(name) is not None)

    def reading(self, node: ast.Name) -> ast.expr | None:
        """The hook before a name is read, if it needs one."""
        if not self.is_shared(node.id):
            return None
        if self._is_global(node.id):
            return call(spelling.GLOBAL, self.site(node, node.id))
        return call(spelling.CELL, self.site(node, node.id), cell_of(node.id))

    def storing(self, target: ast.Name, value: ast.expr) -> ast.expr:
        """The value, passed through the hook before a shared name is stored."""
        if not self.is_shared(target.id):
            return value
        site = self.site(target, target.id, write=True)
        if self._is_global(target.id):
            return call(spelling.GLOBAL_STORE, site, value)
        return call(spelling.CELL_STORE, site, cell_of(target.id), value)

    def stored(self, target: ast.Name) -> ast.expr:
        """The hook after a shared name has been stored."""
        cell = ast.Constant(None) if self._is_global(target.id) else cell_of(target.id)
        return call(spelling.STORED, self.site(target, target.id, write=True), cell)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        hook = self.reading(node) if isinstance(node.ctx, ast.Load) else None
        if hook is None:
            return node
        # The hook gives None, so the name itself is the value, and a missing one raises as it should.
        return ast.copy_location(ast.BoolOp(ast.Or(), [hook, node]), node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        node.value = self.storing(node.target, self.visit(node.value))
        return node
