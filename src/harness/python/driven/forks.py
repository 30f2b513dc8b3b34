"""`os.fork` inside a schedule."""

from __future__ import annotations

from posix import _exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from .driver import Driver


def leave(driver: Driver, raised: BaseException | None) -> NoReturn:
    _exit(0 if raised is None else 1)


def report(driver: Driver, failure: dict[str, Any] | None) -> NoReturn:
    _exit(0)


def install() -> None:
    pass
