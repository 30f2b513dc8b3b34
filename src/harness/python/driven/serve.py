"""The questions of mode `driven`: prepare a scenario, then run one schedule of it per fork."""

from __future__ import annotations

import gc
import sys
from posix import O_WRONLY, _exit, close, dup2, getpid, open

import child
import errors
import flags
import packing
from channel import FLAG_BYTES
from leaves import Budget

from . import exits, forks, hooks, library, rehearsal, sites, submission
from .order import Order
from .play import Play
from .scenario import Scenario
from .zygote import AUDIT, FINE, RELEASE_POINTS, Zygote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, NoReturn

    from channel import Channel
    from wire import Message

# The interpreter has the numbers up to here ready.
_SMALL = 256 if sys.version_info < (3, 15) else 1024
_BASICS = ("random", "traceback", "linecache", "collections.abc", "enum", "dataclasses", "typing")


def serve(channel: Channel) -> None:
    """Answers questions until the channel closes."""
    hooks.install()
    hooks.install_import()
    submission.preload(_BASICS)
    sites.place_submission(channel.root)
    schedules: Schedules | None = None
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
                forks.grow_old()
                prepared = True
            if schedules is not None:
                schedules.end()
            schedules = _prepare(channel, question)
        elif schedules is not None:
            schedules.run(question)


def _prepare(channel: Channel, question: dict[str, Any]) -> Schedules | None:
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
    schedules = Schedules(channel, play)
    channel.answer_here(question, {"ready": True})
    return schedules


class Schedules:
    """All schedules of one scenario, each in a process of its own, bounded like every child of a session."""

    def __init__(self, channel: Channel, play: Play) -> None:
        self.channel = channel
        self.play = play
        self.filler = 0
        self.zygote = Zygote(channel, self._play)

    def run(self, question: dict[str, Any]) -> None:
        if not self.zygote.is_usable():
            self.zygote.discard()
            self.zygote = Zygote(self.channel, self._play)
        self.zygote.run(question, self.play.scenario.answer_cap + FLAG_BYTES)

    def end(self) -> None:
        self.zygote.discard()

    def _play(self, how: int, sink: int, ask: Callable[[], Message]) -> NoReturn:
        """In the process of a schedule."""
        play = self.play
        owner = getpid()
        # A small number takes nothing of the heap: the first hundreds of processes would be another case.
        self.filler = owner if owner > _SMALL else owner + _SMALL
        child.limit_cpu(play.scenario.cpu_s, True)
        if how & AUDIT:
            flags.watch(play.submission.root)
        else:
            # The bound of output was looked at in the first schedule; here nobody reads it.
            null = open("/dev/null", O_WRONLY)
            dup2(null, 1)
            dup2(null, 2)
            close(null)
        order = Order({})
        order.fine = bool(how & FINE)
        order.release_points = bool(how & (FINE | RELEASE_POINTS))
        try:
            play.run(order, sink, owner, ask)
        except BaseException as error:
            if getpid() != owner:
                raise
            child.complain(error)
            _exit(child.FAULT)
