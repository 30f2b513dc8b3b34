"""The submission's sources, rewritten and compiled before any of them runs, and the library they import."""

from __future__ import annotations

import ast
import os
import sys
from _frozen_importlib import module_from_spec
from _frozen_importlib_external import FileFinder, spec_from_file_location

import flags
import loading

from . import accesses, compiling, library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, ModuleType

# Importing these does something at once.
_LOUD = frozenset(("this", "antigravity", "__main__", "idlelib", "turtledemo", "lib2to3", "test"))
# Parts of the library that are imported by what these do, not by name.
_PARTS = {
    "concurrent": ("concurrent.futures.thread",),
    "multiprocessing": ("multiprocessing.pool", "multiprocessing.dummy", "multiprocessing.synchronize"),
    "asyncio": ("asyncio.runners", "asyncio.threads", "concurrent.futures.thread"),
    "logging": ("logging.handlers",),
}

CODES: dict[str, CodeType] = {}
# Whether some file mentions making processes.
FORKS = False
_FORKING = (b"fork", b"multiprocessing", b"ProcessPoolExecutor")


class RewritingLoader(loading.SourceOnly):
    """Loads a file of the submission in its rewritten form."""

    def get_code(self, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        if path in CODES:
            return CODES[path]
        try:
            return compiling.compile_rewritten(self.get_data(path), path)
        except (SyntaxError, ValueError):
            # The plain compiler tells the student what is wrong. A source that is too deep for us is refused:
            # its steps would not be seen.
            return super().get_code(fullname)

    def exec_module(self, module: ModuleType) -> None:
        accesses.adopt_namespace(vars(module), self.path)
        super().exec_module(module)


class DrivenSubmission(loading.Submission):
    """The submission's file as a rewritten module, in a process where threads are driven."""

    def __init__(self, root: str, file: str) -> None:
        """All that can be done before the fork: nothing of the student's runs or can be imported yet."""
        super().__init__(root, file)
        # A student's file shadows a module of the library, as it would for a script.
        self._shadowed = [name for name in _top_names(root) if name not in sys.builtin_module_names]
        self._loader = RewritingLoader(self.stem, self.path)
        spec = spec_from_file_location(self.stem, self.path, loader=self._loader)
        if spec is None:
            raise ImportError(self.path)
        self._new = module_from_spec(spec)

        def find(path: str) -> FileFinder:
            if path != root and not path.startswith(root + "/"):
                raise ImportError(path)
            return FileFinder(path, (RewritingLoader, [".py"]))

        self._find = find

    def load(self) -> None:
        sys.path_hooks.insert(0, self._find)
        sys.path.insert(0, self.root)
        loading.hide_main()
        for name in self._shadowed:
            sys.modules.pop(name, None)
        module = self._new
        self.module, self.namespace = module, vars(module)
        sys.modules[self.stem] = module
        self._loader.exec_module(module)


def prepare(root: str) -> None:
    """Compile the sources and import what they need of the library. Nothing of the student's runs."""
    global FORKS
    wanted: list[str] = []
    shadowed = set(_top_names(root))
    for path in loading.sources(root):
        try:
            with open(path, "rb") as file:
                source = file.read()
            flags.read(source, path, root)
            processes = source.replace(b"multiprocessing.dummy", b"").replace(b"multiprocessing.pool", b"")
            FORKS = FORKS or any(word in processes for word in _FORKING)
            tree = ast.parse(source, path)
            wanted += _imports(tree)
            CODES[path] = compiling.compile_rewritten(source, path)
        except (OSError, SyntaxError, ValueError, RecursionError):
            continue
    preload(name for name in wanted if name.partition(".")[0] not in shadowed)


def preload(names: object) -> None:
    """Import modules of the library by name, and correct those that need it."""
    for name in dict.fromkeys(names):  # type: ignore[call-overload]
        top = name.partition(".")[0]
        if top in _LOUD:
            continue
        for part in (name, *_PARTS.get(top, ())):
            try:
                __import__(part)
            except BaseException:  # a module that is missing is missing for the student too
                continue
    library.correct_imported()


def _top_names(root: str) -> list[str]:
    try:
        entries = sorted(os.listdir(root))
    except OSError:
        return []
    names = [entry[:-3] for entry in entries if entry.endswith(".py")]
    return names + [entry for entry in entries if os.path.isfile(f"{root}/{entry}/__init__.py")]


def _imports(tree: ast.AST) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
            names += [f"{node.module}.{alias.name}" for alias in node.names if alias.name != "*"]
    return names
