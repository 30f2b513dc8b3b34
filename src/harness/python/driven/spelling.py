"""Small pieces of trees for the rewriting."""

from __future__ import annotations

import ast

# Hooks and helper variables begin with a letter that sorts after every letter people program in, so that the
# order of a function's closure variables stays what it was.
HIDDEN = "\u9fa5"

# Hooks, by the name that the rewritten source uses.
ATTRIBUTE = HIDDEN + "attribute"
ATTRIBUTE_STORE = HIDDEN + "attribute_store"
ATTRIBUTE_UPDATE = HIDDEN + "attribute_update"
GLOBAL = HIDDEN + "global"
GLOBAL_STORE = HIDDEN + "global_store"
CELL = HIDDEN + "cell"
CELL_STORE = HIDDEN + "cell_store"
NEW_CELL = HIDDEN + "new_cell"
STORED = HIDDEN + "stored"
ITEM = HIDDEN + "item"
ITEM_STORE = HIDDEN + "item_store"
ITEM_UPDATE = HIDDEN + "item_update"
WHOLE = HIDDEN + "whole"
UPDATE = HIDDEN + "update"
METHOD = HIDDEN + "method"
FUNCTION = HIDDEN + "function"
ITERATION = HIDDEN + "iteration"
LOOP = HIDDEN + "loop"
RELEASED = HIDDEN + "released"
VISIBLE_NAMES = HIDDEN + "visible_names"


def load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def store(name: str) -> ast.Name:
    return ast.Name(name, ast.Store())


def constant(value: int) -> ast.Constant:
    return ast.Constant(value)


def call(hook: str, *args: ast.expr) -> ast.Call:
    return ast.Call(load(hook), list(args), [])


def statement(expression: ast.expr) -> ast.Expr:
    return ast.Expr(expression)


def cell_of(name: str) -> ast.Name:
    return load(HIDDEN + name)


def text(node: ast.AST) -> str:
    """The source of an expression, on one line and not too long."""
    try:
        whole = ast.unparse(node)
    except (ValueError, RecursionError):
        return ""
    return whole if len(whole) <= 60 else whole[:59] + "…"


def is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
