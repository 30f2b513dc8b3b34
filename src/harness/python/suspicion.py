"""Words in a student's source that only somebody writes who looks for the grader."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_SYNTAX_TREE = 0x400  # `ast.PyCF_ONLY_AST`, without importing `ast`

MODULES = frozenset(
    (
        "_ctypes",
        "_imp",
        "_interpreters",
        "_testcapi",
        "_testinternalcapi",
        "_testmultiphase",
        "_xxsubinterpreters",
        "faulthandler",
    )
)

# Names of attributes, and names imported from modules.
ATTRIBUTES = frozenset(
    (
        "__globals__",
        "_current_exceptions",
        "_current_frames",
        "_getframe",
        "_getframemodulename",
        "addaudithook",
        "cell_contents",
        "co_code",
        "co_consts",
        "co_names",
        "create_builtin",
        "cr_frame",
        "currentframe",
        "exec_builtin",
        "f_back",
        "f_builtins",
        "f_globals",
        "f_locals",
        "from_address",
        "get_objects",
        "get_referents",
        "get_referrers",
        "getouterframes",
        "gi_frame",
        "memmove",
        "memset",
        "py_object",
        "pythonapi",
        "register_callback",
        "setprofile",
        "settrace",
        "string_at",
        "tb_frame",
        "walk_stack",
    )
)
# Attributes of these modules that are ordinary words elsewhere.
OF_MODULES = {
    "ctypes": frozenset(("CDLL", "PyDLL", "cast", "cdll", "pydll")),
    "inspect": frozenset(("stack", "trace")),
    "object": frozenset(("__subclasses__",)),
    "sys": frozenset(("monitoring",)),
    "type": frozenset(("__subclasses__",)),
}
# A loop over all modules looks for somebody; one module by its name does not.
_LOOKING = frozenset(("list", "sorted", "set", "tuple", "dict", "iter"))
_PRIVATE = frozenset(("mem", "maps", "environ", "cmdline", "fd", "fdinfo", "syscall", "stack", "map_files"))
HARNESS = "/harness"


def is_private_path(path: str) -> bool:
    """Whether a path leads to a process's inside, or to the grader's files."""
    if path == HARNESS or path.startswith(HARNESS + "/"):
        return True
    parts = path.rstrip("/").split("/")
    if parts[:2] == ["", "dev"]:
        return parts[2:3] == ["fd"]
    return parts[:2] == ["", "proc"] and (len(parts) == 2 or not _PRIVATE.isdisjoint(parts[3:]))


def find(source: str | bytes, path: str) -> list[tuple[str, int]]:
    """What is written, and its line; nothing where the source is no Python."""
    try:
        tree = compile(source, path, "exec", _SYNTAX_TREE | 0, True)
    except Exception:  # no syntax, no encoding, too deep: the import says what is wrong
        return []
    found: dict[tuple[str, int], None] = {}
    for node in _walk(tree):
        for what in _words(node):
            found[what, getattr(node, "lineno", 0) or node.iter.lineno] = None
    return [*found]


def _walk(tree: Any) -> Iterator[Any]:
    todo = [tree]
    while todo:
        node = todo.pop()
        if type(node) is list:
            todo += reversed(node)
        elif hasattr(node, "_fields"):
            yield node
            todo += reversed([getattr(node, field, None) for field in node._fields])


def _words(node: Any) -> Iterator[str]:
    kind = type(node).__name__
    if kind == "Import":
        yield from (f"import {alias.name}" for alias in node.names if alias.name in MODULES)
    elif kind == "ImportFrom":
        module = node.module or ""
        if module in MODULES:
            yield f"import {module}"
        known = ATTRIBUTES | OF_MODULES.get(module, frozenset())
        yield from (f"from {module} import {alias.name}" for alias in node.names if alias.name in known)
    elif kind == "Attribute":
        yield from _attribute(node)
    elif kind == "Constant" and type(node.value) is str:
        if (node.value in ATTRIBUTES and "_" in node.value) or is_private_path(node.value):
            yield repr(node.value)
    elif kind == "JoinedStr":
        parts = [part.value if type(part).__name__ == "Constant" else "0" for part in node.values]
        if all(type(part) is str for part in parts) and is_private_path("".join(parts)):
            yield repr("".join(parts))
    elif kind in ("For", "comprehension", "Call"):
        yield from _all_modules(node, kind)


def _attribute(node: Any) -> Iterator[str]:
    owner = node.value.id if type(node.value).__name__ == "Name" else ""
    stored = type(node.ctx).__name__ == "Store"
    if (
        node.attr in ATTRIBUTES
        or node.attr in OF_MODULES.get(owner, ())
        or (node.attr == "__code__" and stored)
        or (node.attr == "__subclasses__" and not owner)
    ):
        yield f"{owner}.{node.attr}" if owner else node.attr


def _all_modules(node: Any, kind: str) -> Iterator[str]:
    if kind == "Call":
        name = node.func.id if type(node.func).__name__ == "Name" else ""
        parts = node.args if name in _LOOKING else []
    else:
        parts = [node.iter]
    for part in parts:
        if type(part).__name__ == "Call" and type(part.func).__name__ == "Attribute":
            part = part.func.value  # such as `.items()`
        if (
            type(part).__name__ == "Attribute"
            and part.attr == "modules"
            and type(part.value).__name__ == "Name"
            and part.value.id == "sys"
        ):
            yield "sys.modules"
