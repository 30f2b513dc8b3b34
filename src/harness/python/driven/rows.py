"""The rows of one schedule that a student is shown: who does what to which thing, with short plain values."""

from __future__ import annotations

from names import plain_text

from . import sites, waits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .driver import Driver
    from .locks import Lock
    from .sites import Site
    from .threads import Controlled, Line, Place

_PLAIN = (int, float, bool, str, bytes, type(None), list, tuple, dict, set)
LONGEST = 40
# Rows of one schedule; a loop that polls has many, and the answer has its bound.
MOST = 8000
LONGEST_TARGET = 60
UNSET = object()


def short(value: object, depth: int = 2) -> str:
    """Short text for plain values of the exact types; others only name their type."""
    cls = type(value)
    if cls is str or cls is bytes:
        return _cut(repr(value[:LONGEST]))  # type: ignore[index]
    if cls is int and value.bit_length() > 200:  # type: ignore[attr-defined]
        return "<int>"
    if cls in (int, float, bool, type(None)):
        return repr(value)
    if cls in (list, tuple, dict, set) and depth:
        return _cut(_inside(value, depth - 1))
    return f"<{_type_name(cls)}>"


def _inside(value: object, depth: int) -> str:
    cls = type(value)
    if cls is dict:
        pairs: list[Any] = list(dict.items(value))[:8]  # type: ignore[arg-type]
        return "{" + ", ".join(f"{short(k, depth)}: {short(v, depth)}" for k, v in pairs) + "}"
    items = ", ".join(short(item, depth) for item in list(value)[:12])  # type: ignore[call-overload]
    if cls is list:
        return f"[{items}]"
    if cls is set:
        return "{" + items + "}" if items else "set()"
    return f"({items},)" if len(value) == 1 else f"({items})"  # type: ignore[arg-type]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


_name_of = type.__dict__["__name__"].__get__


def _type_name(cls: type) -> str:
    name = _name_of(cls)
    return plain_text(name, LONGEST) if type(name) is str else "object"


def access(driver: Driver, thread: Controlled, action: str, site: Site, place: Place, value: object) -> None:
    """A read or write; nothing is shown for lines outside the submission."""
    text = None if value is UNSET else short(value)
    _add(driver, thread, (site.file, site.line), action, site.text, text, place)


def lock(driver: Driver, thread: Controlled, action: str, lock: Lock, line: Line | None) -> None:
    if driver.trace.rows is None or driver.quiet or line is None:
        return
    name = waits.lock_name(lock) or sites.USED.get(line) or waits.lock_words(lock)
    _add(driver, thread, line, action, name, None, lock.place)


def other(driver: Driver, thread: Controlled, action: str, target: str) -> None:
    line = sites.here()
    if line is not None:
        _add(driver, thread, line, action, target, None, None)


def _add(
    driver: Driver,
    thread: Controlled,
    line: Line,
    action: str,
    target: str,
    value: str | None,
    place: Place | None,
) -> None:
    rows = driver.trace.rows
    where = sites.relative(line, sites.ROOT)
    if rows is None or where is None or not driver.trace.active:
        return
    serial, event = (-1, -1) if place is None else (place.serial, driver.trace.recorded)
    if len(rows) >= MOST:
        # The beginning and the end tell more than what lies between them.
        del rows[MOST // 2 : MOST * 3 // 4]
    rows.append([thread.tid, *where, action, plain_text(target, LONGEST_TARGET), value, serial, event])
