"""The replaced module `_thread`."""

from __future__ import annotations

import sys
from types import FunctionType, ModuleType

from . import driver as state
from . import kinds, real, stand_ins
from .disguise import built_in
from .locks import Lock, allocate_lock
from .rlocks import RLock
from .starting import (
    ThreadHandle,
    get_ident,
    get_native_id,
    set_sentinel,
    start_joinable_thread,
    start_new_thread,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Names that the interpreter's own functions bear under another one.
_NAMES = {"allocate": "allocate_lock", "exit_thread": "exit", "start_new": "start_new_thread"}


def _exit() -> None:
    raise SystemExit


def _count() -> int:
    driver = state.ACTIVE
    if driver is None:
        return 0
    return sum(t.state in (kinds.RUNNABLE, kinds.BLOCKED) for t in driver.threads) - 1


def build_module() -> ModuleType:
    """`_thread` as this version of Python has it, with everything that waits or starts replaced."""
    module = ModuleType("_thread")
    original = vars(real.thread_module)
    vars(module).update(original)
    replaced: dict[str, Any] = {
        "LockType": Lock,
        "lock": Lock,
        "RLock": RLock,
        "_ThreadHandle": ThreadHandle,
        "_count": _count,
        "_get_main_thread_ident": lambda: 1,
        "_is_main_interpreter": lambda: True,
        "_make_thread_handle": ThreadHandle,
        "_set_sentinel": set_sentinel,
        "_shutdown": lambda: None,
        "allocate": allocate_lock,
        "allocate_lock": allocate_lock,
        "daemon_threads_allowed": lambda: True,
        "exit": _exit,
        "exit_thread": _exit,
        "get_ident": get_ident,
        "get_native_id": get_native_id,
        "set_name": lambda name: None,
        "start_joinable_thread": start_joinable_thread,
        "start_new": start_new_thread,
        "start_new_thread": start_new_thread,
    }
    for name, value in replaced.items():
        if name in original:
            plain = isinstance(value, FunctionType)
            setattr(module, name, built_in(value, _NAMES.get(name, name), module) if plain else value)
    return module


def install() -> None:
    """From here on every import of `_thread` gets ours; what was imported before is corrected by name."""
    shown = (
        (Lock, "lock"),
        (RLock, "RLock"),
        (ThreadHandle, "_ThreadHandle"),
    )
    for cls, name in shown:
        cls.__module__, cls.__qualname__, cls.__name__ = "_thread", name, name
    stand_ins.put("_thread", build_module())
    for module, name, value in (("functools", "RLock", RLock), ("reprlib", "get_ident", get_ident)):
        if module in sys.modules:
            setattr(sys.modules[module], name, value)
