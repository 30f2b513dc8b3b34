"""Hooks for globals and closure variables."""

from __future__ import annotations

from . import kinds, rows
from .accesses import GLOBALS, PLACES, access, remember, visible
from .sites import SITES
from .threads import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .accesses import Key
    from .sites import Site


def global_read(number: int) -> None:
    driver = visible()
    if driver is not None:
        site: Site = SITES[number]
        value = _global_value(site) if driver.trace.rows is not None else rows.UNSET
        access(driver, number, (site.file, site.name), False, value)


def global_store(number: int, value: Any) -> Any:
    driver = visible()
    if driver is not None:
        site = SITES[number]
        access(driver, number, (site.file, site.name), True, value)
    return value


def _global_value(site: Site) -> object:
    return GLOBALS.get(site.file, {}).get(site.name, rows.UNSET)


class Cell:
    """Names one closure variable of one call."""

    __slots__ = ("__weakref__",)


def cell_read(number: int, cell: Cell) -> None:
    driver = visible()
    if driver is not None:
        remember(cell)
        access(driver, number, (id(cell), SITES[number].name), False)


def cell_store(number: int, cell: Cell, value: Any) -> Any:
    driver = visible()
    if driver is not None:
        remember(cell)
        access(driver, number, (id(cell), SITES[number].name), True, value)
    return value


def stored(number: int, cell: Cell | None) -> None:
    """A shared name was stored by a statement that cannot be interrupted at the store."""
    driver = visible()
    if driver is not None:
        site = SITES[number]
        key: Key = (site.file, site.name) if cell is None else (id(cell), site.name)
        place = PLACES.setdefault(key, Place(site.name))
        driver.trace.record(driver.current, kinds.WRITE, place)
