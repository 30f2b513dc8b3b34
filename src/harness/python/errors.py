"""Exceptions as plain data: who they are, what they say, where; no student code is called."""

from __future__ import annotations

import builtins

import names
import wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from leaves import Budget, Tree

LONGEST_TEXT = 2000
MOST_CLASSES = 32
MOST_FRAMES = 100_000

# By identity, because a name can be borrowed: only Python's own classes keep a bare name.
_BUILTIN = {
    id(cls): name
    for name, cls in vars(builtins).items()
    if type(cls) is type and cls.__name__ == name and (issubclass(cls, BaseException) or cls is object)
}
_mro_of = type.__dict__["__mro__"].__get__
_args_of = BaseException.__dict__["args"].__get__
_cause_of = BaseException.__dict__["__cause__"].__get__
_dict_of = type.__dict__["__dict__"].__get__
_traceback_of = BaseException.__dict__["__traceback__"].__get__
_OS_PARTS = [OSError.__dict__[name].__get__ for name in ("errno", "strerror", "filename")]
_SYNTAX_PARTS = [SyntaxError.__dict__[name].__get__ for name in ("msg", "filename", "lineno")]
_PLAIN = (str, int, float, bool, bytes, type(None))


def encode(error: BaseException, root: str, budget: Budget, said: str | None = None) -> Tree:
    """The exception; `root` is the submission's directory, `said` what its own `__str__` has answered."""
    text = _text(error) if said is None else names.plain_text(said, LONGEST_TEXT)
    tree: Tree = {"classes": _classes(type(error)), "text": text, "where": _where(error, root)}
    cause = _cause_of(error)
    if cause is not None:
        tree["cause"] = _classes(type(cause))
    size = len(wire.encode(tree))
    if size > budget.left:
        tree["text"] = ""
    budget.spend(size)
    return tree


def _classes(cls: type) -> list[str]:
    return [_BUILTIN.get(id(base)) or names.class_name(base) for base in _mro_of(cls)[:MOST_CLASSES]]


def _is_plain(value: object) -> bool:
    cls = type(value)
    return any(cls is plain for plain in _PLAIN)


def _text(error: BaseException) -> str:
    try:
        return names.plain_text(_say(error), LONGEST_TEXT)
    except Exception:  # such as an int with more digits than the interpreter may print
        return ""


def has_own_text(error: BaseException) -> bool:
    """Whether `str` of the exception is a method that is not Python's own."""
    for cls in _mro_of(type(error)):
        if "__str__" in _dict_of(cls):
            return id(cls) not in _BUILTIN
    return False


def _say(error: BaseException) -> str:
    args = _args_of(error)
    if has_own_text(error):
        return args[0] if len(args) == 1 and type(args[0]) is str else ""
    # What a class inherits from Python says what that would say.
    cls = next((base for base in _mro_of(type(error)) if id(base) in _BUILTIN), BaseException)
    if is_derived(cls, SyntaxError):
        message = _SYNTAX_PARTS[0](error)
        return message if type(message) is str else ""
    if is_derived(cls, OSError) and len(args) >= 2:
        args = tuple(read(error) for read in _OS_PARTS)
        args = args if args[2] is not None else args[:2]
    if all(_is_plain(arg) for arg in args):
        # A twin made of plain data: the original's attributes may have been replaced by a student's objects.
        return str(cls(*args))
    return args[0] if args and type(args[0]) is str else ""


def is_derived(cls: type, base: type) -> bool:
    """Like `issubclass`, without asking any metaclass."""
    return any(known is base for known in _mro_of(cls))


def _where(error: BaseException, root: str) -> list[object] | None:
    """The innermost line of the submission, or the line that does not compile."""
    if id(type(error)) in _BUILTIN and is_derived(type(error), SyntaxError):
        _, file, line = (read(error) for read in _SYNTAX_PARTS)
        place = _place(file, line, root)
        if place is not None:
            return place
    found = None
    traceback: TracebackType | None = _traceback_of(error)
    for _ in range(MOST_FRAMES):
        if traceback is None:
            break
        place = _place(traceback.tb_frame.f_code.co_filename, traceback.tb_lineno, root)
        found = place or found
        traceback = traceback.tb_next
    return found


def _place(file: object, line: object, root: str) -> list[object] | None:
    if type(file) is not str or type(line) is not int or not file.startswith(root + "/"):
        return None
    if not 0 < line < 1 << 31:
        return None
    return [names.plain_text(file[len(root) + 1 :], names.LONGEST), line]
