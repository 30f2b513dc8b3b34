"""Names and texts of foreign objects, read through the descriptors of C types only."""

from __future__ import annotations

_module_of = type.__dict__["__module__"].__get__
_qualname_of = type.__dict__["__qualname__"].__get__

LONGEST = 200


def plain_text(text: str, longest: int) -> str:
    """The text, cut, with what UTF-8 cannot carry (lone surrogates) spelled out."""
    return text[:longest].encode("utf-8", "backslashreplace").decode("utf-8")


def _attribute(read: object, cls: type) -> str:
    try:
        text = read(cls)  # type: ignore[operator]
    except Exception:
        return "?"
    return plain_text(text, LONGEST) if type(text) is str else "?"


def class_name(cls: type) -> str:
    """`module.qualname`, whatever the class's metaclass says."""
    return f"{_attribute(_module_of, cls)}.{_attribute(_qualname_of, cls)}"
