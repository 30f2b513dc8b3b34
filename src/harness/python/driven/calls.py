"""Hooks for calls: methods of containers and files, functions of C, and what reaches attributes by name."""

from __future__ import annotations

import builtins
import gc
import types

from . import accesses, kinds, lifetimes, real, strict
from . import driver as state
from .accesses import access, attribute_key, is_boring, namespace_of, remember, visible
from .containers import is_container, whole
from .proxies import MethodProxy
from .sites import SITES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .driver import Driver

_BuiltinFunction = types.BuiltinFunctionType
# Attributes by name: whether the function changes them.
_BY_NAME = {id(getattr): False, id(hasattr): False, id(setattr): True, id(delattr): True}
_BY_NAME_METHODS = {"__setattr__": True, "__delattr__": True, "__getattribute__": False, "__getattr__": False}
# Functions that change none of their arguments.
_HARMLESS = frozenset(
    id(getattr(builtins, name))
    for name in (
        "len",
        "abs",
        "min",
        "max",
        "sum",
        "any",
        "all",
        "iter",
        "repr",
        "print",
        "sorted",
        "isinstance",
        "issubclass",
        "id",
        "hash",
        "callable",
        "ord",
        "chr",
        "round",
        "divmod",
        "pow",
        "format",
        "input",
        "globals",
        "locals",
        "dir",
        "ascii",
        "bin",
        "hex",
        "oct",
    )
)
# Modules whose functions look at the frame that calls them, or touch nothing.
_UNWATCHED = frozenset(("sys", "time", "gc", "_warnings", "warnings", "faulthandler", "_thread", "math"))
_get = object.__getattribute__
_vars, _open, _next, _collect = vars, open, next, gc.collect


def method(number: int, obj: Any) -> Any:
    """Before `obj.name(…)` looks the method up."""
    driver = visible()
    if driver is None:
        return obj
    if is_container(obj):
        return MethodProxy(number, obj)
    cls, name = type(obj), SITES[number].name
    if cls is types.ModuleType:
        return ModuleProxy(number, obj) if type(vars(obj).get(name)) is _BuiltinFunction else obj
    if is_boring(obj):
        return obj
    own = namespace_of(obj)
    if own is not None and name in own and not issubclass(cls, type):
        remember(obj)
        access(driver, number, (id(obj), name), False)
    elif name in _BY_NAME_METHODS:
        return NameProxy(number, obj)
    elif cls.__module__ == "_io":
        file = getattr(obj, "name", None)
        if isinstance(file, (str, int)):
            access(driver, number, ("file", str(file)), not name.startswith("read"))
    elif cls is types.GeneratorType and name in ("send", "__next__", "throw", "close"):
        _generator(driver, number, obj)
    elif driver.order.fine:
        driver.point(driver.current)
    return obj


def _generator(driver: Driver, number: int, obj: Any) -> None:
    """Two threads must not be inside one generator: entering it is an access that conflicts with itself."""
    remember(obj)
    access(driver, number, (id(obj), "generator"), True)


class ModuleProxy:
    """Stands for a module in `module.function(…)`."""

    __slots__ = ("_module", "_number")

    def __init__(self, number: int, module: Any) -> None:
        self._number = number
        self._module = module

    def __getattribute__(self, name: str) -> Any:
        return function(_get(self, "_number"), getattr(_get(self, "_module"), name))


class NameProxy:
    """Stands for an object in `obj.__setattr__(…)` and its like."""

    __slots__ = ("_number", "_obj")

    def __init__(self, number: int, obj: Any) -> None:
        self._number = number
        self._obj = obj

    def __getattribute__(self, name: str) -> Any:
        number, obj = _get(self, "_number"), _get(self, "_obj")
        found = getattr(obj, name)

        def called(*args: Any) -> Any:
            driver = visible()
            unbound = isinstance(obj, type) and len(args) > 1
            if driver is not None and args:
                target, attribute = (args[0], args[1]) if unbound else (obj, args[0])
                _by_name(driver, number, target, attribute, _BY_NAME_METHODS.get(name, False))
            return found(*args)

        return called


def _by_name(driver: Driver, number: int, obj: Any, name: object, write: bool) -> None:
    """`setattr` and its like; what a descriptor does is seen in its own code."""
    if type(name) is not str or is_boring(obj):
        return
    key = (id(obj), name) if write else attribute_key(obj, name)
    if key is not None:
        remember(obj)
        access(driver, number, key, write)


def function(number: int, called: Any) -> Any:
    """Before a global function or a function of a module is called."""
    driver = state.ACTIVE
    if driver is None or driver.observing:
        return called
    if called is _vars:
        return _vars_of
    if driver.quiet:
        return called
    if called is _collect:
        lifetimes.let_all_go()
    if driver.order.fine:
        driver.point(driver.current)
    if type(called) is not _BuiltinFunction or id(called) in _HARMLESS or called.__module__ in _UNWATCHED:
        return called
    return _watched(number, called)


def _watched(number: int, called: Callable[..., Any]) -> Callable[..., Any]:
    by_name = _BY_NAME.get(id(called))

    def call(*args: Any, **keywords: Any) -> Any:
        driver = visible()
        if driver is not None and args:
            first = args[0]
            if by_name is not None:
                if len(args) > 1:
                    _by_name(driver, number, first, args[1], by_name)
            elif called is _open:
                if type(first) is str:
                    mode = args[1] if len(args) > 1 else keywords.get("mode", "r")
                    access(driver, number, ("file", first), "r" not in mode or "+" in mode)
            elif called is _next and type(first) is types.GeneratorType:
                _generator(driver, number, first)
            elif called is not _next:
                for arg in args:
                    # Nobody knows what a function of C does with what it gets.
                    if is_container(arg):
                        whole(driver, number, arg, True)
        return called(*args, **keywords)

    return call


def _vars_of(*args: Any) -> Any:
    namespace = _vars(*args)
    if args and namespace_of(args[0]) is namespace:
        accesses.adopt_namespace(namespace, id(args[0]))
    return namespace


def loop() -> None:
    """Every turn of a `while`: an endless one must let others run, and must end by the count of steps."""
    driver = state.ACTIVE
    if driver is None or driver.observing:
        return
    thread = driver.current
    driver.step(thread)
    thread.turns += 1
    if thread.turns > kinds.IDLE_TURNS:
        if driver.strict and strict.computes(thread, real.getframe(1)):
            return
        driver.give_way(thread)
