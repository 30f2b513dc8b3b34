"""Where functions, classes and modules were made: by what they say, and by the file of their code."""

from __future__ import annotations

import sys
from types import BuiltinFunctionType, FunctionType, ModuleType

import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_dict_of = vars(ModuleType)["__dict__"].__get__
_module_of = type.__dict__["__module__"].__get__
_qualname_of = type.__dict__["__qualname__"].__get__
_class_dict_of = type.__dict__["__dict__"].__get__
_mro_of = type.__dict__["__mro__"].__get__
_UNWRAP = {id(cls): cls.__dict__["__func__"].__get__ for cls in (staticmethod, classmethod)}
# Where the library is, before a student's code can change it; the longest first.
_FOLDERS = sorted((path + "/" for path in sys.path if path.startswith("/")), key=len, reverse=True)


def origin_of(value: object) -> str:
    """The module that a function or class was made in; a module itself is its own."""
    if is_module(value):
        name = _dict_of(value).get("__name__")
    elif type(value) is FunctionType or type(value) is BuiltinFunctionType:
        name = value.__module__
    elif is_class(value):
        name = _module_of(value)
    else:
        return ""
    return names.plain_text(name, 200) if type(name) is str else ""


def origins_of(value: object) -> Iterator[str]:
    """What it says, and the module of the library whose file its code is from, under whatever name."""
    said = origin_of(value)
    if said:
        yield said
    file = _library_name(value)
    if file and file != said:
        yield file


def class_names(cls: type) -> list[str]:
    """What a class is called, and what it is called in the library's module whose file it is from."""
    said = names.class_name(cls)
    file = _library_name(cls)
    qualname = _qualname_of(cls)
    if not file or type(qualname) is not str or said == f"{file}.{qualname}":
        return [said]
    return [said, names.plain_text(f"{file}.{qualname}", 200)]


def _library_name(value: object) -> str:
    """`a.b` for code of the library's `a/b.py`; a class counts when all its functions are from one file."""
    if type(value) is FunctionType:
        functions: list[object] = [value]
    elif is_class(value):
        functions = [_plain(part) for part in [*_class_dict_of(value).values()]]
    else:
        return ""
    files = {function.__code__.co_filename for function in functions if type(function) is FunctionType}
    if len(files) != 1:
        return ""
    (file,) = files
    folder = next((folder for folder in _FOLDERS if file.startswith(folder)), None)
    if folder is None or not file.endswith(".py"):
        return ""
    parts = file[len(folder) : -len(".py")].split("/")
    return names.plain_text(".".join(parts[:-1] if parts[-1] == "__init__" else parts), 200)


def _plain(part: object) -> object:
    """The function in a static or class method."""
    unwrap = _UNWRAP.get(id(type(part)))
    return part if unwrap is None else unwrap(part)


def is_class(value: object) -> bool:
    """Like `isinstance(value, type)`, without asking `__class__`."""
    return any(base is type for base in _mro_of(type(value)))


def is_module(value: object) -> bool:
    return any(base is ModuleType for base in _mro_of(type(value)))
