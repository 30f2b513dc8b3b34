"""Puts the hooks where rewritten code finds them."""

from __future__ import annotations

import builtins

from . import accesses, calls, clock, containers, dynamic, library, proxies, spelling, variables, weak
from . import driver as state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HOOKS = {
    spelling.ATTRIBUTE: accesses.attribute,
    spelling.ATTRIBUTE_STORE: proxies.attribute_store,
    spelling.ATTRIBUTE_UPDATE: proxies.attribute_update,
    spelling.GLOBAL: variables.global_read,
    spelling.GLOBAL_STORE: variables.global_store,
    spelling.CELL: variables.cell_read,
    spelling.CELL_STORE: variables.cell_store,
    spelling.NEW_CELL: variables.Cell,
    spelling.STORED: variables.stored,
    spelling.ITEM: containers.item,
    spelling.ITEM_STORE: proxies.item_store,
    spelling.ITEM_UPDATE: proxies.item_store,
    spelling.WHOLE: containers.looked_at,
    spelling.UPDATE: containers.update,
    spelling.METHOD: calls.method,
    spelling.FUNCTION: calls.function,
    spelling.ITERATION: containers.iteration,
    spelling.LOOP: calls.loop,
    spelling.RELEASED: weak.released,
    spelling.VISIBLE_NAMES: dynamic.visible_names,
}


def install() -> None:
    vars(builtins).update(HOOKS)
    builtins.exec = dynamic.replacement("exec")
    builtins.eval = dynamic.replacement("eval")


def install_import() -> None:
    """While something is imported nobody else may run: the interpreter's own import locks wait for real."""
    original = builtins.__import__

    def __import__(*args: Any, **keywords: Any) -> Any:
        driver = state.ACTIVE
        if driver is None:
            return original(*args, **keywords)
        if args[0] == "time" and len(args) > 1 and args[1] is clock.OWN_NAMESPACE:
            return clock.OWN
        driver.importing += 1
        try:
            return original(*args, **keywords)
        finally:
            driver.importing -= 1
            library.correct_imported()

    builtins.__import__ = __import__
