"""`exec` and `eval` of strings, and the hiding of our helper variables."""

from __future__ import annotations

import builtins

from . import real, sites, spelling
from .accesses import adopt_namespace, visible
from .compiling import bound_names, compile_rewritten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

_OPTIMIZED = 1  # CO_OPTIMIZED: the locals of a function
_FUTURE = 0x1C00000  # what `__future__` can still change in CPython 3.9 and newer, such as `annotations`
_compile_plain = compile


def replacement(kind: str) -> Callable[..., Any]:
    """`exec` or `eval` that rewrites the strings that a student's functions give it."""
    original: Callable[..., Any] = getattr(builtins, kind)

    def run(source: Any, *args: Any, **keywords: Any) -> Any:
        frame = real.getframe(1)
        args = _namespaces(frame, args, keywords)
        if args and type(args[0]) is dict:
            # The original would give it the builtins of this module, which are private.
            args[0].setdefault("__builtins__", vars(builtins))
        if type(source) is str and visible() is not None and frame.f_code.co_filename in sites.FILES:
            source = _compile(source, frame.f_code.co_filename, kind, args)
        if type(source) is str:
            # Given a string, the original would compile it with the `__future__` of this module.
            text = source.lstrip(" \t") if kind == "eval" else source
            source = _compile_plain(text, "<string>", kind, frame.f_code.co_flags & _FUTURE, True)
        return original(source, *args, **keywords)

    run.__name__ = run.__qualname__ = kind
    run.__doc__ = original.__doc__
    run.__module__ = "builtins"
    return run


def _namespaces(frame: FrameType, args: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[Any, ...]:
    """The caller's, where none are given: a call of the original from here would see ours."""
    if (args and args[0] is not None) or keywords.get("globals") is not None:
        return args
    keywords.pop("globals", None)
    local: Any = args[1] if len(args) > 1 else keywords.pop("locals", None)
    if local is None:
        local = frame.f_locals
        if frame.f_code.co_flags & _OPTIMIZED and type(local) is not dict:
            local = dict(local)
    return frame.f_globals, local


def _compile(source: str, file: str, kind: str, args: tuple[Any, ...]) -> Any:
    names = bound_names(source) | {part for part in _words(source) if part in args[0]}
    if args:
        found = args[0].get("__builtins__", builtins)
        if type(args[0]) is not dict or (found is not builtins and spelling.LOOP not in found):
            # With builtins or a mapping of its own the code would not find the hooks.
            return source
        adopt_namespace(args[0], file)
    try:
        return compile_rewritten(source.strip() if kind == "eval" else source, file, mode=kind, shared=names)
    except (SyntaxError, ValueError):
        return source


def _words(source: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter == "_" else " " for letter in source).split()


def visible_names(found: Any) -> Any:
    """What `locals()`, `vars()` and `dir()` give, without our helpers."""
    if type(found) is list:
        return [name for name in found if not name.startswith(spelling.HIDDEN)]
    if type(found) is dict and any(type(name) is str and name.startswith(spelling.HIDDEN) for name in found):
        return {name: value for name, value in found.items() if not name.startswith(spelling.HIDDEN)}
    return found
