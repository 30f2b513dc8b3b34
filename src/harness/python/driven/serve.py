"""The questions of mode `driven`: prepare a scenario, then run one schedule of it per fork."""

from __future__ import annotations

import gc
from posix import O_WRONLY, _exit, close, dup2, getpid, open, pipe

import child
import errors
import flags
import packing
from leaves import Budget

from . import exits, forks, hooks, library, rehearsal, sites, submission
from .order import Order
from .play import Play
from .scenario import Scenario

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from channel import Channel

_BASICS = ("random", "traceback", "linecache", "collections.abc", "enum", "dataclasses", "typing")


def serve(channel: Channel) -> None:
    """Answers questions until the channel closes."""
    hooks.install()
    hooks.install_import()
    submission.preload(_BASICS)
    sites.place_submission(channel.root)
    play: Play | None = None
    prepared = False
    channel.hello()
    while True:
        question = channel.read()
        if question is None:
            return
        if question["op"] == "scenario":
            if not prepared:
                submission.prepare(channel.root)
                forks.collect_no_more()
                exits.collect_no_more()
                rehearsal.rehearse()
                prepared = True
            play = _prepare(channel, question)
        elif play is not None:
            _run(channel, question, play)


def _prepare(channel: Channel, question: dict[str, Any]) -> Play | None:
    try:
        scenario = Scenario(question, forks=submission.FORKS)
    except (SyntaxError, ValueError, RecursionError) as raised:
        exc = errors.encode(raised, channel.root, Budget(question["answer_cap"]))
        channel.answer_here(question, {"raised": exc})
        return None
    play = Play(scenario, submission.DrivenSubmission(channel.root, scenario.file))
    library.seed()
    gc.collect()
    packing.plug()
    gc.freeze()
    channel.answer_here(question, {"ready": True})
    return play


def _run(channel: Channel, question: dict[str, Any], play: Play) -> None:
    """One schedule in a child of its own, which is bounded like every child of a session."""
    question = {**question, "answer_cap": play.scenario.answer_cap}
    source, sink = pipe()
    pid = channel.children.fork()
    if pid == 0:
        close(source)
        _play(question, play, child.place_high([sink])[0])
    close(sink)
    relay = channel.relay(question, source)
    ended = channel.children.wait(pid, relay)
    channel.finish(question, ended, relay, None)
    close(source)


def _play(question: dict[str, Any], play: Play, sink: int) -> NoReturn:
    gc.disable()
    owner = getpid()
    child.limit_cpu(play.scenario.cpu_s, True)
    if question.get("audit"):
        flags.watch(play.submission.root)
    else:
        # The bound of output was looked at in the first schedule; here nobody reads it.
        null = open("/dev/null", O_WRONLY)
        dup2(null, 1)
        dup2(null, 2)
        close(null)
    try:
        play.run(Order.read(question), sink, owner)
    except BaseException as error:
        if getpid() != owner:
            raise
        child.complain(error)
        _exit(child.FAULT)
