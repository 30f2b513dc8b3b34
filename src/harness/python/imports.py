"""Which modules the student's own lines import, by whatever way leads there, already loaded ones too."""

from __future__ import annotations

import _frozen_importlib
import builtins
import sys
from types import FunctionType, ModuleType

import names
from origins import is_module, origin_of, origins_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import Any

    from loading import Submission

    # Module, name in it (or nothing), where that comes from, file, line.
    Found = tuple[str, str, str, str, int]

_getframe = sys._getframe
_modules = sys.modules
_dict_of = vars(ModuleType)["__dict__"].__get__
_MACHINERY = ("<frozen importlib", "/importlib/__init__.py", "/importlib/util.py")


class Imports:
    """Stands before the two functions that every import goes through."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.root = submission.root
        self.found: dict[Found, None] = {}
        self._import = builtins.__import__
        self._by_name: Any = _frozen_importlib._gcd_import  # type: ignore[attr-defined]

    def begin(self) -> None:
        def import_statement(
            name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
        ) -> Any:
            place = self._place(_getframe(1))
            if place is not None:
                self._note(_absolute(name, globals, level), "", "", place)
            module = self._import(name, globals, locals, fromlist, level)
            if place is not None and fromlist:
                self._note_names(module, _absolute(name, globals, level), fromlist, place)
            return module

        def import_by_name(name: str, package: Any = None, level: int = 0) -> Any:
            place = self._place(_getframe(1))
            if place is not None and type(name) is str:
                shown = f"{package}.{name}" if level and type(package) is str else name
                self._note(shown, "", "", place)
            return self._by_name(name, package, level)

        builtins.__import__ = import_statement
        _frozen_importlib._gcd_import = import_by_name  # type: ignore[attr-defined]

    def end(self) -> None:
        builtins.__import__ = self._import
        _frozen_importlib._gcd_import = self._by_name  # type: ignore[attr-defined]

    def bound(self) -> Iterator[tuple[str, str, str]]:
        """Functions and classes that the submission's modules have names for: file, name, origin."""
        for file, namespace in self._own():
            for name, value in [*namespace.items()]:
                for origin in origins_of(value) if type(name) is str else ():
                    yield names.plain_text(file, 200), names.plain_text(name, 200), origin

    def files(self) -> set[str]:
        """Files of the submission that were imported."""
        return {names.plain_text(file, 200) for file, _ in self._own()}

    def foreign(self) -> Iterator[dict[str, Any]]:
        """What stands in the modules that are not the submission's."""
        for name in [*_modules]:
            if type(name) is str and self.is_foreign(name):
                yield _dict_of(_modules[name])

    def is_foreign(self, module: str) -> bool:
        found = _modules.get(module)
        if module == "__main__" or not is_module(found):
            return False
        namespace = _dict_of(found)
        return not self._is_own(namespace) and namespace is not self.submission.namespace

    def is_written(self, value: object) -> bool:
        """Whether a function has its code from a file of the submission."""
        return type(value) is FunctionType and value.__code__.co_filename.startswith(self.root + "/")

    def _own(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for module in [*_modules.values()]:
            if is_module(module) and self._is_own(_dict_of(module)):
                yield _dict_of(module)["__file__"][len(self.root) + 1 :], _dict_of(module)
        if self.submission.stem not in _modules:
            yield self.submission.path[len(self.root) + 1 :], self.submission.namespace

    def _is_own(self, namespace: dict[str, Any]) -> bool:
        file = namespace.get("__file__")
        return type(file) is str and file.startswith(self.root + "/")

    def _place(self, start: FrameType) -> tuple[str, int] | None:
        """The student's line that does it; code that is made from text has none of its own."""
        frame: FrameType | None = start
        while frame is not None:
            file = frame.f_code.co_filename
            if file.startswith(self.root + "/"):
                return names.plain_text(file[len(self.root) + 1 :], 200), frame.f_lineno
            made = file.startswith("<") and not file.startswith("<frozen")
            if not made and not any(part in file for part in _MACHINERY):
                return self._foreign(frame)
            frame = frame.f_back
        return None

    def _foreign(self, frame: FrameType) -> tuple[str, int] | None:
        """A file name can be borrowed, the names around the code are the student's all the same."""
        if self._is_own(frame.f_globals):
            file: str = frame.f_globals["__file__"]
            return names.plain_text(file[len(self.root) + 1 :], 200), 1
        return None

    def _note_names(self, module: Any, shown: str, fromlist: Any, place: tuple[str, int]) -> None:
        if not is_module(module):
            return
        namespace = _dict_of(module)
        wanted = [*namespace] if "*" in fromlist else [*fromlist]
        for name in wanted:
            if type(name) is str and (name in fromlist or not name.startswith("_")):
                self._note(shown, name, origin_of(namespace.get(name)), place)

    def _note(self, module: str, name: str, origin: str, place: tuple[str, int]) -> None:
        if len(self.found) < 5000:
            texts = [names.plain_text(text, 200) for text in (module, name, origin)]
            self.found[texts[0], texts[1], texts[2], place[0], place[1]] = None


def _absolute(name: str, namespace: Any, level: int) -> str:
    """The module's whole name where it is relative to a package."""
    if not level or type(namespace) is not dict:
        return name
    package = namespace.get("__package__")
    if type(package) is not str:
        return name
    parts = package.split(".")[: len(package.split(".")) - level + 1]
    return ".".join([*parts, name] if name else parts)
