"""In a child, where the student's code runs: bounds, the one answer, and the way out.

A student's function may fork and let the copy return into the harness. Such a copy (its pid is not the
owner's) must not answer: it is let out of the program the way Python leaves one.
"""

from __future__ import annotations

import sys
from posix import _exit, close, dup2, getpid, write
from resource import RLIM_INFINITY, RLIMIT_CPU, RLIMIT_NOFILE, getrlimit, setrlimit

import flags
import names
import wire
from quiet import Quiet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from wire import Message

# Exit status of a child whose harness failed; it has not answered.
FAULT = 70
MOST_DESCRIPTORS = 1024

# What is done before a process answers.
before_answers: list[Callable[[], None]] = []

_flushes = [stream.flush for stream in (sys.stdout, sys.stderr) if stream is not None]


def place_high(descriptors: list[int]) -> list[int]:
    """Moves descriptors above the limit of open files: a student's files get the low numbers, as they would
    without us, and code that closes "all" descriptors does not reach ours."""
    soft, hard = getrlimit(RLIMIT_NOFILE)
    top = MOST_DESCRIPTORS if soft == RLIM_INFINITY else min(soft, MOST_DESCRIPTORS)
    placed = []
    for descriptor in descriptors:
        top -= 1
        if descriptor != top:
            dup2(descriptor, top, inheritable=False)
            close(descriptor)
        placed.append(top)
    setrlimit(RLIMIT_NOFILE, (top, hard))
    return placed


def limit_cpu(seconds: int, final: bool) -> None:
    """Bounds this process's own processor time; a final bound cannot be raised again."""
    _, hard = getrlimit(RLIMIT_CPU)
    soft = seconds if hard == RLIM_INFINITY else min(seconds, hard)
    if final and (hard == RLIM_INFINITY or seconds + 1 < hard):
        hard = seconds + 1
    setrlimit(RLIMIT_CPU, (soft, hard))


def answer_and_leave(sink: int, cpu_s: int, produce: Callable[[int], Message]) -> NoReturn:
    """Makes the answer, writes it, ends the process without running anything else of the student's."""
    owner = getpid()
    limit_cpu(cpu_s, True)
    try:
        deliver(sink, produce(owner), owner)
    except BaseException as error:
        if getpid() != owner:
            raise
        complain(error)
        _exit(FAULT)
    _exit(0)


def deliver(sink: int, message: Message, owner: int) -> None:
    """Writes the one answer, after everything that was printed before it."""
    let_copies_out(owner)
    with Quiet():
        flush()
        _note_copies()
        view = memoryview(flags.attached(wire.encode(message)).encode("ascii") + b"\n")
        while view:
            view = view[write(sink, view) :]


def _note_copies() -> None:
    for note in before_answers:
        note()


def let_copies_out(owner: int) -> None:
    """Raises `SystemExit` in a process that the student's code forked."""
    if getpid() != owner:
        raise SystemExit(0)


def flush() -> None:
    """Writes out what was printed, through the streams as they were before the student's code."""
    for flush_stream in _flushes:
        try:
            flush_stream()
        except Exception:  # closed by the student
            continue


def complain(error: BaseException) -> None:
    """Names a fault of the harness on standard error, without asking the error or `sys.stderr`."""
    places = []
    traceback = error.__traceback__
    while traceback is not None:
        places.append(f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    text = f"harness: {names.class_name(type(error))} at {' '.join(places[-10:])}\n"
    write(2, names.plain_text(text, 2000).encode("utf-8"))
