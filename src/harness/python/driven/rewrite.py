"""Rewrites a student's source so that every step that threads can share calls a hook first.

Only code inside functions is rewritten: what a module or class body does happens once, while it is imported,
and then nobody else may run. Line numbers, names, signatures, annotations and values stay what they were.
"""

from __future__ import annotations

import ast

from . import spelling
from .rewrite_expressions import Expressions
from .scopes import Scan
from .spelling import call, cell_of, load, statement, store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .scopes import Function


class Statements(Expressions):
    """Statements; expressions are the base's."""

    def __init__(self, tree: ast.Module, file: str, *, shared: set[str] | None) -> None:
        super().__init__(Scan(tree), file)
        if shared is not None:
            self.scope.everywhere = True
            self.globals |= shared

    def statements(self, body: list[ast.stmt]) -> list[ast.stmt]:
        out: list[ast.stmt] = []
        for node in body:
            result = self.visit(node)
            out.extend(result if isinstance(result, list) else [result])
        return out

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Blocks of statements keep their order; patterns of `match` are left alone."""
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "pattern", "type_params", "type_comment"):
                continue
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                setattr(node, field, self.statements(value))
            elif isinstance(value, list):
                setattr(
                    node, field, [self.visit(item) if isinstance(item, ast.AST) else item for item in value]
                )
            elif isinstance(value, ast.AST):
                setattr(node, field, self.visit(value))
        return node

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        value = self.visit(node.value)
        if not self.scope.inside:
            return [ast.copy_location(ast.Assign(node.targets, value), node)]
        after: list[ast.stmt] = []
        if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            targets: list[ast.expr] = [node.targets[0]]
            value = self.storing(node.targets[0], value)
        else:
            targets = [self._unpacked(target, after) for target in node.targets]
        return [ast.copy_location(part, node) for part in [ast.Assign(targets, value), *after]]

    def _unpacked(self, target: ast.expr, after: list[ast.stmt]) -> ast.expr:
        """Shared names among several targets are stored one by one, as the interpreter does."""
        if isinstance(target, ast.Name):
            if not self.is_shared(target.id):
                return target
            helper = self.helper()
            after.append(ast.Assign([target], self.storing(target, load(helper))))
            return store(helper)
        if isinstance(target, (ast.Tuple, ast.List)):
            return type(target)([self._unpacked(part, after) for part in target.elts], ast.Store())
        if isinstance(target, ast.Starred):
            return ast.Starred(self._unpacked(target.value, after), ast.Store())
        return self.target(target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return node
        value = self.visit(node.value)
        if isinstance(node.target, ast.Name):
            value = self.storing(node.target, value)
        target: Any = self.target(node.target) if self.scope.inside else node.target
        return ast.copy_location(ast.AnnAssign(target, node.annotation, value, node.simple), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        target, value = node.target, self.visit(node.value)
        before: list[ast.stmt] = []
        new: Any = target
        if not self.scope.inside:
            pass
        elif isinstance(target, ast.Attribute):
            site = self.site(target, target.attr, write=True)
            new = ast.Attribute(
                call(spelling.ATTRIBUTE_UPDATE, site, self.visit(target.value)), target.attr, ast.Store()
            )
        elif isinstance(target, ast.Subscript):
            site = self.site(target, "", write=True)
            container = call(spelling.ITEM_UPDATE, site, self.visit(target.value))
            new = ast.Subscript(container, self.visit(target.slice), ast.Store())
        else:
            reading = self.reading(target)
            if reading is not None:
                before.append(statement(reading))
            site = self.site(target, "", write=True)
            value = call(spelling.UPDATE, site, load(target.id), value)
            value = self.storing(target, value)
        update = ast.AugAssign(new, node.op, value)
        return [ast.copy_location(part, node) for part in [*before, update]]

    def visit_Delete(self, node: ast.Delete) -> ast.stmt | list[ast.stmt]:
        if not self.scope.inside:
            return node
        named = any(isinstance(target, ast.Name) for target in node.targets)
        node.targets = [self.target(target) for target in node.targets]
        # What a name held may end with it.
        return [ast.copy_location(statement(call(spelling.RELEASED)), node), node] if named else node

    def visit_While(self, node: ast.While) -> ast.stmt:
        node.test = self.test(node.test)
        # At every level: a loop at import that waits for a thread must let it run.
        hook = ast.copy_location(statement(call(spelling.LOOP)), node)
        node.body = [hook, *self.statements(node.body)]
        node.orelse = self.statements(node.orelse)
        return node

    def visit_For(self, node: ast.For) -> ast.stmt:
        node.iter = self.iteration(node.iter)
        before = self._stored_names(node.target)
        if self.scope.inside:
            node.target = self.target(node.target)
        node.body = [*before, *self.statements(node.body)]
        node.orelse = self.statements(node.orelse)
        return node

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.stmt:
        node.iter = self.visit(node.iter)
        node.body = self.statements(node.body)
        node.orelse = self.statements(node.orelse)
        return node

    def visit_With(self, node: ast.With | ast.AsyncWith) -> ast.stmt:
        before: list[ast.stmt] = []
        for item in node.items:
            item.context_expr = self.visit(item.context_expr)
            if item.optional_vars is not None:
                before += self._stored_names(item.optional_vars)
                if self.scope.inside:
                    item.optional_vars = self.target(item.optional_vars)
        node.body = [*before, *self.statements(node.body)]
        return node

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.stmt:
        return self.visit_With(node)

    def _stored_names(self, target: ast.expr) -> list[ast.stmt]:
        """Shared names that a loop or `with` has just stored."""
        shared = [part for part in ast.walk(target) if isinstance(part, ast.Name) and self.is_shared(part.id)]
        return [ast.copy_location(statement(self.stored(part)), target) for part in shared]

    def visit_If(self, node: ast.If) -> ast.stmt:
        node.test = self.test(node.test)
        node.body = self.statements(node.body)
        node.orelse = self.statements(node.orelse)
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        node.test = self.test(node.test)
        if node.msg is not None:
            node.msg = self.visit(node.msg)
        return node

    def visit_Global(self, node: ast.Global) -> ast.stmt:
        return node

    def visit_FunctionDef(self, node: Function) -> ast.stmt:
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        self.defaults(node.args)
        with self.inside(node):
            cells = sorted(self.scope.shared)
            fresh = [ast.Assign([store(cell_of(name).id)], call(spelling.NEW_CELL)) for name in cells]
            start = int(bool(node.body) and spelling.is_docstring(node.body[0]))
            head, body = node.body[:start], self.statements(node.body[start:])
            node.body = [*head, *(ast.copy_location(part, node.body[0]) for part in fresh), *body]
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.stmt:
        return self.visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        node.bases = [self.visit(base) for base in node.bases]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        with self.inside(node):
            node.body = self.statements(node.body)
        return node
