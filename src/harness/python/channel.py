"""The channel of a session: questions come in on descriptor 3, answers and ends go out on it, a line each.

A mode is `serve(channel)`: it calls `hello` once, then `read` until `None`, and for each question either
`run` (a fresh child answers) or `answer_here`.
"""

from __future__ import annotations

import sys
from posix import close, pipe, read, write

import child
import flags
import wire
from children import Children, Ended
from relay import CHUNK, Relay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wire import Message

VERSION = 1
DESCRIPTOR = 3
# What the flags beside an answer may take.
FLAG_BYTES = 1 << 14


class Channel:
    """Descriptor 3, and the children that answer on its behalf."""

    def __init__(self, mode: str, root: str, packages: list[str]) -> None:
        self.mode = mode
        self.root = root
        self.packages = packages
        self.children = Children([DESCRIPTOR])
        self._buffer = bytearray()

    def hello(self) -> None:
        python = ".".join(str(part) for part in sys.version_info[:3])
        self._send({"v": VERSION, "hello": self.mode, "python": python, "proc": self.children.proc})

    def read(self) -> Message | None:
        """The next question, or `None` when there will be no more."""
        while b"\n" not in self._buffer:
            chunk = read(DESCRIPTOR, CHUNK)
            if not chunk:
                return None
            self._buffer += chunk
        line, _, rest = self._buffer.partition(b"\n")
        self._buffer = bytearray(rest)
        return wire.decode(line.decode("utf-8"))

    def answer_here(
        self, question: Message, answer: Message, ended: Ended | None = None, swept: bool = True
    ) -> None:
        """A whole question that no child answers."""
        self._forward(question, flags.attached(wire.encode(answer)).encode("ascii"))
        flags.forget()
        facts = {"answered": True, "lines": 1, "too_long": False, "swept": swept}
        self._ended(question, ended or Ended(0, None, 0), facts)

    def run(self, question: Message, produce: Callable[[int], Message], spare: int | None = None) -> None:
        """Answers a question by a fresh child, in which `produce(the child's pid)` makes the answer.

        The child's processor time is bounded by the question's `cpu_s`; what it leaves behind is killed.
        """
        source, sink = pipe()
        pid = self.children.fork()
        if pid == 0:
            close(source)
            self._buffer.clear()
            child.answer_and_leave(child.place_high([sink])[0], question["cpu_s"], produce)
        close(sink)
        relay = self.relay(question, source)
        ended = self.children.wait(pid, relay)
        self.finish(question, ended, relay, spare)
        close(source)

    def relay(self, question: Message, source: int) -> Relay:
        """Passes the answer of one question on from a pipe."""
        return Relay(source, question["answer_cap"] + FLAG_BYTES, lambda raw: self._forward(question, raw))

    def finish(self, question: Message, ended: Ended, relay: Relay, spare: int | None) -> int:
        """Kills what the question left behind, then says that it ended; how many processes were met."""
        if "marks" in question:
            self.children.linger(spare)
        swept, met = self.children.sweep(spare)
        relay.drain()
        self._ended(question, ended, _facts(relay, swept, relay.answered))
        return met

    def finish_held(
        self, question: Message, ended: Ended, relay: Relay, spare: int, said: list[bytes] | None
    ) -> None:
        """The same for an answer that was not passed on as it came: `None` when it is to be forgotten."""
        swept, _ = self.children.sweep(spare)
        relay.drain()
        if said:
            self._forward(question, said[0])
        self._ended(question, ended, _facts(relay, swept, bool(said)))

    def _forward(self, question: Message, raw: bytes) -> None:
        """An answer as a child wrote it. The nonce is added here: no child has ever seen it."""
        head = wire.encode({"v": VERSION, "id": question["id"], "nonce": question["nonce"]})
        write_all(DESCRIPTOR, head[:-1].encode("ascii") + b',"answer":' + raw + b"}\n")

    def _ended(self, question: Message, ended: Ended, facts: Message) -> None:
        end = {"status": ended.status, "signal": ended.signal, **facts, "cpu_ms": ended.cpu_ms}
        self._send({"v": VERSION, "id": question["id"], "nonce": question["nonce"], "ended": end})

    def _send(self, message: Message) -> None:
        write_all(DESCRIPTOR, wire.encode(message).encode("ascii") + b"\n")


def _facts(relay: Relay, swept: bool, answered: bool) -> Message:
    return {"answered": answered, "lines": relay.lines, "too_long": relay.too_long, "swept": swept}


def write_all(descriptor: int, data: bytes) -> None:
    """Writes everything; blocks while the reader is slow."""
    view = memoryview(data)
    while view:
        view = view[write(descriptor, view) :]
