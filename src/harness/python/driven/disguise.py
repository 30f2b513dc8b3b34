"""Functions of ours that look as if they were written in C."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any, Callable


class BuiltIn:
    """Looks like a function written in C, and like those binds to nothing as an attribute of a class."""

    __slots__ = ("__name__", "__self__", "_function")

    def __init__(self, function: Callable[..., Any], name: str, module: ModuleType) -> None:
        self.__name__ = name
        self.__self__ = module
        self._function = function

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        return self._function(*args, **keywords)

    def __getattr__(self, name: str) -> str:
        if name == "__qualname__":  # a class keeps its own under this name
            return self.__name__
        raise AttributeError(f"'builtin_function_or_method' object has no attribute '{name}'")

    def __repr__(self) -> str:
        return f"<built-in function {self.__name__}>"

    def __reduce__(self) -> str:
        return self.__name__


# One class for each module: an instance says by its class where it is from.
_classes: dict[str, type[BuiltIn]] = {}


def built_in(function: Callable[..., Any], name: str, module: ModuleType) -> BuiltIn:
    cls = _classes.get(module.__name__)
    if cls is None:
        body = {"__slots__": (), "__module__": module.__name__}
        cls = _classes[module.__name__] = type("builtin_function_or_method", (BuiltIn,), body)
    return cls(function, name, module)
