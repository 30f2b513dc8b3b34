"""The first process of a session: `python -I -S -B main.py MODE [SUBMISSION [PACKAGES]]`.

Descriptor 3 is the channel.

It never runs a line of the student's. Its modules are loaded with builtins of their own, so that a student
who replaces `builtins.len` replaces nothing here, and are then hidden from `sys.modules`, so that a student's
own `values.py` is not mistaken for ours.
"""

import builtins
import sys
from _frozen_importlib_external import FileFinder, SourceFileLoader

OWN_BUILTINS = dict(vars(builtins))
HOME = __file__.rpartition("/")[0] or "."


class OwnLoader(SourceFileLoader):
    """Loads a module of the harness with private builtins."""

    def exec_module(self, module):  # type: ignore[no-untyped-def]
        module.__dict__["__builtins__"] = OWN_BUILTINS
        super().exec_module(module)


def own_finder(path: str) -> FileFinder:
    """The path hook for the harness's own directory."""
    if path != HOME and not path.startswith(HOME + "/"):
        raise ImportError(path)
    return FileFinder(path, (OwnLoader, [".py"]))


def start(mode: str, submission: str, packages: list[str]) -> None:
    before = set(sys.modules)
    sys.path_hooks.insert(0, own_finder)
    sys.path.insert(0, HOME)
    import packing

    if mode == "driven":
        packing.load_cold()
    packing.plug()
    import channel

    if mode == "plain":
        import plain as server
    elif mode == "driven":
        import driven as server  # type: ignore[import-not-found, no-redef, unused-ignore]
    else:
        raise SystemExit(f"unknown mode {mode!r}")
    sys.path.remove(HOME)
    sys.path_hooks.remove(own_finder)
    sys.path_importer_cache.pop(HOME, None)
    hide(set(sys.modules) - before, everything=mode == "plain")
    sys.path += packages
    server.serve(channel.Channel(mode, submission, packages))


def hide(names: set[str], everything: bool) -> None:
    """Lets a student's file of the same name be imported, unless the module is part of the interpreter."""
    for name in names:
        file = str(getattr(sys.modules[name], "__file__", ""))
        if file.startswith(HOME + "/") or (everything and file):
            OWN_MODULES.append(sys.modules.pop(name))


OWN_MODULES: list = []  # type: ignore[type-arg]

if __name__ == "__main__":
    start(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "/submission", sys.argv[3:4])
