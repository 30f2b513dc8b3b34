"""Imports the submission's file, from its source only, under its own name."""

from __future__ import annotations

import builtins
import sys
from _frozen_importlib import module_from_spec
from _frozen_importlib_external import FileFinder, SourceFileLoader, spec_from_file_location
from posix import scandir

import flags
import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, ModuleType

    from pieces import Namespace

MOST_NAMES = 200
# Of a submission with more files not all are read in advance.
MOST_FILES = 200

_new_module = type(sys)
# As Python made them: bound before a student's code can replace them.
PYTHONS_OWN: dict[str, object] = {**vars(builtins)}


class SourceOnly(SourceFileLoader):
    """Loads a source file; compiled files that lie beside it are never read."""

    def get_code(self, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class Submission:
    """The submission's file as a module."""

    def __init__(self, root: str, file: str) -> None:
        self.root = root
        self.path = f"{root}/{file}"
        self.stem = file.rpartition("/")[2].rpartition(".")[0]
        self.module: ModuleType | None = None
        # Its own dictionary: the module object may change its class, or be replaced in `sys.modules`.
        self.namespace: Namespace = {}

    def watch(self) -> None:
        """Notes what the student's code does to the grader from now on, and what its sources say."""
        flags.watch(self.root)
        for path in sources(self.root):
            try:
                with open(path, "rb") as file:
                    flags.read(file.read(), path, self.root)
            except OSError:
                continue

    def load(self) -> None:
        """Imports it; whatever it raises comes out."""
        make_importable(self.root, self.path.rpartition("/")[0])
        hide_main()
        loader = SourceOnly(self.stem, self.path)
        spec = spec_from_file_location(self.stem, self.path, loader=loader)
        if spec is None:
            raise ImportError(self.path)
        module = module_from_spec(spec)
        self.module, self.namespace = module, module.__dict__
        sys.modules[self.stem] = module
        loader.exec_module(module)

    def missing(self, needs: list[str]) -> list[str]:
        return [name for name in needs if name not in self.namespace and not self._gives(name)]

    def _gives(self, name: str) -> bool:
        """Whether the module's own `__getattr__` has the name; what it gives becomes an ordinary name."""
        give = self.namespace.get("__getattr__")
        if give is None:
            return False
        try:
            self.namespace[name] = give(name)  # type: ignore[operator]
        except BaseException:
            return False
        return True

    def names(self) -> list[str]:
        """Its public names, sorted."""
        public = {name for name in self._public() if len(name) <= names.LONGEST}
        return [names.plain_text(name, names.LONGEST) for name in sorted(public)[:MOST_NAMES]]

    def fresh_namespace(self, needs: list[str], own: dict[str, object] | None = None) -> Namespace:
        """What pieces of code start with: that of `__main__`, so that what they define can be found.

        A submission's own `sum` is not what a piece means by that name, unless it needs it; with `own`, a
        replaced builtin is not either.
        """
        namespace: Namespace = vars(_MAIN)
        namespace["__builtins__"] = builtins if own is None else {**own}
        namespace[self.stem] = self.module
        # A function that is named as its file is what that name means, as after `from again import again`.
        for name in self._public():
            if name not in PYTHONS_OWN or name in needs:
                namespace[name] = self.namespace[name]
        return namespace

    def _public(self) -> list[str]:
        return [name for name in [*self.namespace] if type(name) is str and not name.startswith("_")]


def sources(root: str) -> list[str]:
    """The Python files of a submission, in a fixed order."""
    found: list[str] = []
    directories = [root]
    while directories and len(found) < MOST_FILES:
        directory = directories.pop(0)
        try:
            entries = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in scandir(directory)]
            entries.sort()
        except OSError:
            continue
        directories += [f"{directory}/{name}" for name, is_directory in entries if is_directory]
        found += [f"{directory}/{name}" for name, _ in entries if name.endswith(".py")]
    return found[:MOST_FILES]


def make_importable(root: str, directory: str) -> None:
    """Puts the file's own directory first, as Python does for a script, and the submission's after it."""

    def find(path: str) -> FileFinder:
        if path != root and not path.startswith(root + "/"):
            raise ImportError(path)
        return FileFinder(path, (SourceOnly, [".py"]))

    sys.path_hooks.insert(0, find)
    sys.path[:0] = [directory] if directory == root else [directory, root]


def hide_main() -> None:
    """`__main__` is an empty module for the student, not the harness's."""
    _kept.append(sys.modules["__main__"])
    sys.modules["__main__"] = _MAIN


_MAIN = _new_module("__main__")
_kept: list[ModuleType] = []
