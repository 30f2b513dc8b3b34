"""The dates of `datetime` that say now are those of the virtual wall clock.

Its classes are written in C and keep their methods: derived classes stand in for them, which take their
instances for their own.
"""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


class StandIn(type):
    """The type of the derived classes."""

    def __instancecheck__(cls, instance: Any) -> bool:
        real = cls.__dict__.get("_stands_for")
        return type.__instancecheck__(cls, instance) if real is None else isinstance(instance, real)

    def __subclasscheck__(cls, subclass: Any) -> bool:
        real = cls.__dict__.get("_stands_for")
        return type.__subclasscheck__(cls, subclass) if real is None else issubclass(subclass, real)


def correct_datetime(module: Any) -> None:
    """Replace the classes whose instances can be made of the time that it is."""
    module.date = _stand_in(module.date, {"today": _today()})
    utc = module.timezone.utc

    def now(cls: Any, tz: Any = None) -> Any:
        return cls.fromtimestamp(time.time(), tz)

    def utcnow(cls: Any) -> Any:
        return cls.fromtimestamp(time.time(), utc).replace(tzinfo=None)

    module.datetime = _stand_in(module.datetime, {"now": now, "utcnow": utcnow, "today": _today()})


def _today() -> Callable[[Any], Any]:
    def today(cls: Any) -> Any:
        return cls.fromtimestamp(time.time())

    return today


def _stand_in(real: Any, methods: dict[str, Callable[..., Any]]) -> Any:
    name = real.__name__

    def __repr__(self: Any) -> str:
        text: str = real.__repr__(self)
        # The real class says its module, too.
        return f"datetime.{text}" if type(self) is stand_in else text

    for method in methods.values():
        method.__qualname__ = f"{name}.{method.__name__}"
    body: dict[str, Any] = {name: classmethod(method) for name, method in methods.items()}
    body.update(
        __slots__=(),
        __module__="datetime",
        __doc__=real.__doc__,
        __repr__=__repr__,
        _stands_for=real,
    )
    stand_in = StandIn(name, (real,), body)
    return stand_in

