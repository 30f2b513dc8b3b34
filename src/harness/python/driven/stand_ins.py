"""A module that was replaced stays replaced when it is taken out of `sys.modules` and imported again."""

from __future__ import annotations

import sys
from _frozen_importlib import ModuleSpec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

_modules: dict[str, ModuleType] = {}


class StandIns:
    """Finds what was replaced before anybody else finds the real one."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        loader: Any = StandIns
        return ModuleSpec(name, loader, origin="built-in") if name in _modules else None

    @staticmethod
    def create_module(spec: ModuleSpec) -> ModuleType:
        return _modules[spec.name]

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        """It was executed long ago."""


def put(name: str, module: ModuleType) -> None:
    """From here on every import of the name gives this module."""
    if not _modules:
        sys.meta_path.insert(0, StandIns)
    _modules[name] = sys.modules[name] = module
