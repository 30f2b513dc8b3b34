"""The rewriting of expressions."""

from __future__ import annotations

import ast

from . import spelling
from .rewrite_names import Names
from .spelling import call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .scopes import Comprehension

# Builtins that look at the whole of their first argument.
_READERS = frozenset(
    (
        "len",
        "sum",
        "max",
        "min",
        "sorted",
        "list",
        "tuple",
        "set",
        "dict",
        "any",
        "all",
        "iter",
        "enumerate",
        "reversed",
        "frozenset",
        "bool",
        "str",
        "repr",
        "print",
        "zip",
        "map",
        "filter",
    )
)
# Builtins that look at the frame that calls them.
_FRAME_READERS = frozenset(
    ("super", "eval", "exec", "globals", "compile", "__import__", "breakpoint", "input")
)
_NAME_READERS = frozenset(("locals", "vars", "dir"))


class Expressions(Names):
    """Wraps what threads can share; outside functions only the functions inside are looked for."""

    # Attributes and elements

    def target(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Attribute):
            obj = call(
                spelling.ATTRIBUTE_STORE, self.site(node, node.attr, write=True), self.visit(node.value)
            )
            return ast.copy_location(ast.Attribute(obj, node.attr, node.ctx), node)
        if isinstance(node, ast.Subscript):
            obj = call(spelling.ITEM_STORE, self.site(node, "", write=True), self.visit(node.value))
            return ast.copy_location(ast.Subscript(obj, self.visit(node.slice), node.ctx), node)
        if isinstance(node, (ast.Tuple, ast.List)):
            return ast.copy_location(type(node)([self.target(part) for part in node.elts], node.ctx), node)
        if isinstance(node, ast.Starred):
            return ast.copy_location(ast.Starred(self.target(node.value), node.ctx), node)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        obj = self.visit(node.value)
        if self.scope.inside:
            obj = call(spelling.ATTRIBUTE, self.site(node, node.attr), obj)
        return ast.copy_location(ast.Attribute(obj, node.attr, node.ctx), node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        obj, index = self.visit(node.value), self.visit(node.slice)
        if not self.scope.inside:
            return ast.copy_location(ast.Subscript(obj, index, node.ctx), node)
        site = self.site(node, "")
        if any(
            isinstance(part, (ast.Slice, ast.Starred))
            for part in [node.slice, *ast.iter_child_nodes(node.slice)]
        ):
            new: ast.expr = ast.Subscript(call(spelling.WHOLE, site, obj), index, node.ctx)
        else:
            new = call(spelling.ITEM, site, obj, index)
        return ast.copy_location(new, node)

    # Calls

    def visit_Call(self, node: ast.Call) -> ast.expr:
        written, function = spelling.text(node.func), node.func
        args = [self.visit(arg) for arg in node.args]
        keywords = [ast.keyword(keyword.arg, self.visit(keyword.value)) for keyword in node.keywords]
        if not self.scope.inside:
            return ast.copy_location(ast.Call(self.visit(function), args, keywords), node)
        new: ast.expr
        if isinstance(function, ast.Attribute):
            site = self.site(node, function.attr, written=function.value)
            new = ast.Attribute(
                call(spelling.METHOD, site, self.visit(function.value)), function.attr, ast.Load()
            )
        elif isinstance(function, ast.Name) and self.scope.owner(function.id) is None:
            new = self._global_call(node, function, args)
        else:
            new = self.visit(function)
        whole: ast.expr = ast.Call(ast.copy_location(new, function), args, keywords)
        if written in _NAME_READERS and not (args or keywords):
            whole = call(spelling.VISIBLE_NAMES, ast.copy_location(whole, node))
        return ast.copy_location(whole, node)

    def _global_call(self, node: ast.Call, function: ast.Name, args: list[ast.expr]) -> ast.expr:
        name = function.id
        builtin = name not in self.module.bound
        if builtin and name in _READERS:
            index = 1 if name in ("map", "filter") and len(args) > 1 else 0
            if args and not isinstance(args[index], ast.Starred):
                site = self.site(node, "", written=node.args[index])
                args[index] = call(spelling.WHOLE, site, args[index])
            return function
        if builtin and (name in _FRAME_READERS or (name in _NAME_READERS and not args)):
            return function
        return call(spelling.FUNCTION, self.site(node, name, written=function), self.visit(function))

    # Whole containers

    def test(self, node: ast.expr) -> ast.expr:
        """An expression whose truth or value as a whole is looked at."""
        new = self.visit(node)
        if self.scope.inside and isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            return ast.copy_location(call(spelling.WHOLE, self.site(node, ""), new), node)
        return new  # type: ignore[no-any-return]

    def iteration(self, node: ast.expr) -> ast.expr:
        new = self.visit(node)
        if not self.scope.inside:
            return new  # type: ignore[no-any-return]
        return ast.copy_location(call(spelling.ITERATION, self.site(node, ""), new), node)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        identity = any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops)
        if identity or not self.scope.inside:
            return self.generic_visit(node)  # type: ignore[return-value]
        node.left = self._operand(node.left)
        node.comparators = [self._operand(part) for part in node.comparators]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        node.left, node.right = self._operand(node.left), self._operand(node.right)
        return node

    def _operand(self, node: ast.expr) -> ast.expr:
        return self.test(node)

    def visit_Starred(self, node: ast.Starred) -> ast.expr:
        node.value = self.test(node.value) if isinstance(node.ctx, ast.Load) else node.value
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        node.test, node.body, node.orelse = (
            self.test(node.test),
            self.visit(node.body),
            self.visit(node.orelse),
        )
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        node.operand = self.test(node.operand)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        node.values = [self.test(value) for value in node.values]
        return node

    # Functions without statements

    def defaults(self, args: ast.arguments) -> None:
        args.defaults = [self.visit(default) for default in args.defaults]
        args.kw_defaults = [None if default is None else self.visit(default) for default in args.kw_defaults]

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        self.defaults(node.args)
        with self.inside(node):
            node.body = self.visit(node.body)
        return node

    def _comprehension(self, node: Comprehension) -> ast.expr:
        first = node.generators[0]
        first.iter = self.visit(first.iter) if first.is_async else self.iteration(first.iter)
        with self.inside(node):
            for index, generator in enumerate(node.generators):
                if index:
                    generator.iter = (
                        self.visit(generator.iter) if generator.is_async else self.iteration(generator.iter)
                    )
                generator.ifs = [self.test(condition) for condition in generator.ifs]
            if isinstance(node, ast.DictComp):
                node.key, node.value = self.visit(node.key), self.visit(node.value)
            else:
                node.elt = self.visit(node.elt)
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension
