"""What students call the locks that a line makes, and the things that a line waits on."""

from __future__ import annotations

import ast

from . import sites, spelling


def note(tree: ast.AST, file: str) -> None:
    """Remember the names in one file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            _note_created(node.targets[0], node.value, node, file)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            _note_created(node.target, node.value, node, file)
        elif isinstance(node, ast.withitem):
            context = node.context_expr
            if isinstance(context, (ast.Name, ast.Attribute, ast.Subscript)):
                _note_used(context, context, file)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            _note_used(node, node.func.value, file)


def _note_created(target: ast.expr, value: ast.expr, node: ast.expr | ast.stmt, file: str) -> None:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, made in zip(target.elts, value.elts):
            _note_created(one, made, node, file)
    elif isinstance(value, (ast.Call, ast.ListComp, ast.DictComp, ast.List, ast.Dict)):
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
            sites.CREATED.setdefault((file, line), []).append(spelling.text(target))


def _note_used(node: ast.expr, receiver: ast.expr, file: str) -> None:
    text = spelling.text(receiver)
    if sites.USED.setdefault((file, node.lineno), text) != text:
        # Two on one line: better no name than the wrong one.
        sites.USED[file, node.lineno] = ""
