"""JSON without the `json` package, whose import of `re` costs as much as the interpreter's own start."""

from __future__ import annotations

from _json import encode_basestring_ascii, make_encoder, make_scanner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Message = dict[str, Any]


class WireError(Exception):
    """The text is not one JSON object."""


class _Options:
    """What the C scanner reads its settings from."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    memo: dict[str, str]

    def __init__(self) -> None:
        self.memo = {}

    @staticmethod
    def parse_constant(name: str) -> float:
        raise WireError(f"{name} is not JSON")


def _refuse(value: object) -> object:
    raise WireError("only plain data is sent")


quote = encode_basestring_ascii

_scan = make_scanner(_Options())  # type: ignore[arg-type]
_pieces = make_encoder(None, _refuse, quote, None, ":", ",", False, False, False)


def decode(text: str) -> Message:
    """The object that the text is, or `WireError`."""
    try:
        value, end = _scan(text, 0)
    except (StopIteration, ValueError, RecursionError) as error:
        raise WireError(f"not JSON: {error}") from None
    if end != len(text) or type(value) is not dict:
        raise WireError("not one object")
    return value


def encode(message: object) -> str:
    """ASCII text without a line end; the message is our own plain data, never a student's object."""
    return "".join(_pieces(message, 0))
