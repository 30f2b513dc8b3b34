"""The table that every file here fills: behaviours by name, and what the documentation says that each one gives.

A behaviour is a function without arguments that synchronises by events, never by sleeping, so that it gives the same in
every order of its threads. A short time-out is one that must pass, a long one (`LONG`) one that must not.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import Any, Callable

LONG = 60
SHORT = 0.01

# By name: the behaviour, what it gives, and whether the words of its errors are the same on both sides.
BEHAVIOURS: dict[str, tuple[Callable[[], Any], Any, bool]] = {}
# The words of the errors of the running behaviour: nothing that is documented.
_words: list[str] = []


def gives(
    expected: Any, since: tuple[int, int] = (3, 9), until: tuple[int, int] = (4, 0), *, words: bool = True
) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Puts a behaviour into the table, on versions from `since` to before `until`."""

    def put(function: Callable[[], Any]) -> Callable[[], Any]:
        if since <= sys.version_info[:2] < until:
            if function.__name__ in BEHAVIOURS:
                raise ValueError(f"there are two behaviours {function.__name__}")
            BEHAVIOURS[function.__name__] = function, expected, words
        return function

    return put


def error(function: Callable[..., Any], *args: Any, **keywords: Any) -> str:
    """The class of the error that a call raises, or `none`."""
    try:
        function(*args, **keywords)
    except BaseException as raised:
        _words.append(str(raised))
        return type(raised).__name__
    return "none"


def thread(function: Callable[..., Any], *args: Any, **keywords: Any) -> threading.Thread:
    """A thread that runs."""
    started = threading.Thread(target=function, args=args, **keywords)
    started.start()
    return started


def elsewhere(function: Callable[..., Any], *args: Any, **keywords: Any) -> Any:
    """What a call gives in a thread of its own."""
    found: list[Any] = []
    thread(lambda: found.append(function(*args, **keywords))).join()
    return found[0] if found else "nothing"


def together(*functions: Callable[[], Any]) -> None:
    """Each in a thread of its own, to their ends."""
    started = [thread(function) for function in functions]
    for one in started:
        one.join()


def names() -> list[list[Any]]:
    """The behaviours of this version, each with what it must give, and whether words matter."""
    return [[name, repr(expected), words] for name, (_, expected, words) in BEHAVIOURS.items()]


def outcome(name: str) -> list[Any]:
    """What a behaviour gives, and the words of its errors."""
    _words.clear()
    try:
        value = repr(BEHAVIOURS[name][0]())
    except Exception as raised:
        value = f"raised {type(raised).__name__}: {raised}"
    return [value, *_words]


def tell(word: object) -> None:
    """Writes a line that outlives the process, for what happens at its end."""
    with open(f"{os.path.dirname(os.path.abspath(__file__))}/told", "a", encoding="utf-8") as file:
        file.write(f"{word}\n")
