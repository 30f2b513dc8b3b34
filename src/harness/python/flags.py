"""What only somebody does who looks for the grader, with file and line: noted here, judged elsewhere.

Two sources: an audit hook (PEP 578), and words in the submission's source (`suspicion`). Honest programs, and
the library on their behalf, look at frames, open files and load modules too: an act counts when a line of the
submission does it itself, or through a module that exists to do it.
"""

from __future__ import annotations

import sys
from _thread import get_ident
from posix import getppid

import names
import suspicion
import wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    Flag = tuple[str, str, int]

# More of them tell a teacher nothing new. What they take of an answer is little beside its bound.
MOST = 24
LONGEST_PATH = 100

_getframe = sys._getframe

# Frames between a line of the submission and its act that are no excuse.
_HELPERS = ("/inspect.py", "/traceback.py", "/ctypes/__init__.py", "/ctypes/util.py", "<frozen importlib")
_HIDDEN_MODULES = frozenset(
    ("_ctypes", "_testcapi", "_testinternalcapi", "_testmultiphase", "_xxsubinterpreters", "_interpreters")
)


class _Watch:
    def __init__(self) -> None:
        self.root = ""
        self.above = 0
        self.found: dict[Flag, None] = {}
        # Threads that are in the hook: what it does is an event as well.
        self.inside: set[int] = set()
        # The submission's line that forked last; in a copy, the one that made it.
        self.forked: tuple[str, int] = ("", 0)

    def note(self, what: str, file: str, line: int) -> None:
        if len(self.found) < MOST:
            self.found[names.plain_text(what, LONGEST_PATH), file, line] = None

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        if event in _FORKS:
            self.forked = self._line(_getframe(1)) or ("", 0)
        describe = _EVENTS.get(event)
        if describe is None or len(self.found) >= MOST:
            return
        ident = get_ident()
        if ident in self.inside:
            return
        self.inside.add(ident)
        try:
            what = describe(event, args)
            place = None if what is None else self._place(event, _getframe(1))
            if what is not None and place is not None:
                self.note(what, *place)
        except Exception:  # such as a hook of the student's that refuses ours
            return
        finally:
            self.inside.discard(ident)

    def _line(self, start: FrameType) -> tuple[str, int] | None:
        """The innermost line of the submission."""
        frame: FrameType | None = start
        while frame is not None:
            file = frame.f_code.co_filename
            if type(file) is str and file.startswith(self.root + "/"):
                return names.plain_text(file[len(self.root) + 1 :], LONGEST_PATH), frame.f_lineno
            frame = frame.f_back
        return None

    def _place(self, event: str, start: FrameType) -> tuple[str, int] | None:
        """The submission's line that does it."""
        frame: FrameType | None = start
        while frame is not None:
            file = frame.f_code.co_filename
            if type(file) is str and file.startswith(self.root + "/"):
                return names.plain_text(file[len(self.root) + 1 :], LONGEST_PATH), frame.f_lineno
            if event not in _ANYWHERE and not any(helper in file for helper in _HELPERS):
                return None
            if file.endswith("/ctypes/__init__.py") and frame.f_code.co_name == "<module>":
                return None  # it does so itself when it is imported
            frame = frame.f_back
        return None


def _named(event: str, _args: tuple[Any, ...]) -> str | None:
    return event


def _path(event: str, args: tuple[Any, ...]) -> str | None:
    path = args[0] if args else None
    if type(path) is bytes:
        path = path.decode("utf-8", "replace")
    return path if type(path) is str and suspicion.is_private_path(path) else None


def _imported(_event: str, args: tuple[Any, ...]) -> str | None:
    name = args[0]
    return f"import {name}" if type(name) is str and name in _HIDDEN_MODULES else None


def _replaced(_event: str, args: tuple[Any, ...]) -> str | None:
    return "__code__ = ..." if args[1] == "__code__" else None


def _killed(event: str, args: tuple[Any, ...]) -> str | None:
    return event if args[0] in (-1, 1, _WATCH.above) else None


_EVENTS: dict[str, Callable[[str, tuple[Any, ...]], str | None]] = {
    **dict.fromkeys(
        (
            "sys._getframe",
            "sys._current_frames",
            "sys._current_exceptions",
            "sys.addaudithook",
            "sys.settrace",
            "sys.setprofile",
            "sys.monitoring.register_callback",
            "gc.get_objects",
            "gc.get_referrers",
            "gc.get_referents",
            "code.__new__",
            "ctypes.dlopen",
            "ctypes.dlsym",
            "ctypes.dlsym/handle",
            "ctypes.cdata",
            "ctypes.cdata/buffer",
            "ctypes.string_at",
            "ctypes.wstring_at",
            "ctypes.PyObj_FromPtr",
            "ctypes.call_function",
        ),
        _named,
    ),
    "object.__setattr__": _replaced,
    "import": _imported,
    "os.kill": _killed,
    "open": _path,
    "os.listdir": _path,
    "os.scandir": _path,
}
_FORKS = frozenset(("os.fork", "os.forkpty"))
# What is told to the library by name is the act of whoever told it.
_ANYWHERE = frozenset(("open", "os.listdir", "os.scandir"))

_WATCH = _Watch()


def watch(root: str) -> None:
    """From here on this process and its forks take note. Before any of the student's code has run."""
    if not _WATCH.root:
        _WATCH.root = root
        _WATCH.above = getppid()
        sys.addaudithook(_WATCH.hook)


def read(source: str | bytes, path: str, root: str) -> None:
    """Takes note of what is written in a file of the submission."""
    shown = names.plain_text(path[len(root) + 1 :], LONGEST_PATH)
    for what, line in suspicion.find(source, path):
        _WATCH.note(what, shown, line)


def forked_at() -> tuple[str, int]:
    """The submission's line that made this copy; nothing and 0 where that is not known."""
    return _WATCH.forked


def note(what: str, file: str, line: int) -> None:
    """Takes note of what was seen elsewhere."""
    _WATCH.note(what, file, line)


def forget() -> None:
    """What has been told is not told again by this process and its forks."""
    _WATCH.found.clear()


def attached(answer: str) -> str:
    """The answer with the flags beside it: the envelope is closed by whoever passes it on."""
    if not _WATCH.found:
        return answer
    return f'{answer},"flags":{wire.encode([list(flag) for flag in [*_WATCH.found]])}'
