"""The questions of mode `driven`: prepare a scenario, then run one schedule of it per fork."""

from __future__ import annotations

import gc
from posix import O_WRONLY, _exit, close, dup2, getpid, open, pipe

import child
import errors
import flags
from leaves import Budget

from . import forks, hooks, library, sites, submission
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
    scenario: Scenario | None = None
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
                prepared = True
            scenario = _prepare(channel, question)
        elif scenario is not None:
            _run(channel, question, scenario)


def _prepare(channel: Channel, question: dict[str, Any]) -> Scenario | None:
    try:
        scenario = Scenario(question, forks=submission.FORKS)
    except (SyntaxError, ValueError, RecursionError) as raised:
        exc = errors.encode(raised, channel.root, Budget(question["answer_cap"]))
        channel.answer_here(question, {"raised": exc})
        return None
    library.seed()
    gc.collect()
    gc.freeze()
    channel.answer_here(question, {"ready": True})
    return scenario


def _run(channel: Channel, question: dict[str, Any], scenario: Scenario) -> None:
    """One schedule in a child of its own, which is bounded like every child of a session."""
    question = {**question, "answer_cap": scenario.answer_cap}
    source, sink = pipe()
    pid = channel.children.fork()
    if pid == 0:
        close(source)
        _play(channel, question, scenario, child.place_high([sink])[0])
    close(sink)
    relay = channel.relay(question, source)
    ended = channel.children.wait(pid, relay)
    channel.finish(question, ended, relay, None)
    close(source)


def _play(channel: Channel, question: dict[str, Any], scenario: Scenario, sink: int) -> NoReturn:
    gc.disable()
    owner = getpid()
    child.limit_cpu(scenario.cpu_s, True)
    if question.get("audit"):
        flags.watch(channel.root)
    else:
        # The bound of output was looked at in the first schedule; here nobody reads it.
        null = open("/dev/null", O_WRONLY)
        dup2(null, 1)
        dup2(null, 2)
        close(null)
    target = submission.DrivenSubmission(channel.root, scenario.file)
    try:
        Play(scenario, Order.read(question), target, sink, owner).run()
    except BaseException as error:
        if getpid() != owner:
            raise
        child.complain(error)
        _exit(child.FAULT)
