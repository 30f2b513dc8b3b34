"""The process that holds the imported submission and forks once per question.

Three pipes join it to the first process: orders go in, answers come out (its own and its children's), and so
do reports of how they ended. All that comes out is testimony of a process in which a student's code has run.
"""

from __future__ import annotations

from posix import close, pipe, read

import wire
from channel import write_all
from child import FAULT
from children import Ended, Witness
from inside import Inside
from relay import CHUNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from channel import Channel
    from wire import Message

LONGEST_REPORT = 100


class Template(Witness):
    """The template, as the first process sees it."""

    def __init__(self, channel: Channel, pid: int, orders: int, answers: int, reports: int) -> None:
        self.channel = channel
        self.pid = pid
        self.orders = orders
        self.answers = answers
        self.descriptor = reports
        self.fit = True
        self._partial = b""

    @classmethod
    def start(cls, channel: Channel, question: Message) -> Template | None:
        """Imports the submission in a new template; `None` when its forks cannot answer questions."""
        (orders, orders_in), (answers, answers_in), (reports, reports_in) = pipe(), pipe(), pipe()
        pid = channel.children.fork()
        if pid == 0:
            for descriptor in (orders_in, answers, reports):
                close(descriptor)
            Inside(question, channel.root, answers_in, orders, reports_in).serve()
        for descriptor in (orders, answers_in, reports_in):
            close(descriptor)
        template = cls(channel, pid, orders_in, answers, reports)
        left_behind = template._relay_until_ended(question, b"")
        if left_behind:
            template.fit = False
        return template if template.is_usable() else None

    def answer(self, question: Message) -> bool:
        """Has a fork answer; false when there is no template any more, and nothing was asked."""
        if not self.is_usable():
            return False
        order = {key: value for key, value in question.items() if key != "nonce"}
        self._relay_until_ended(question, wire.encode(order).encode("ascii") + b"\n")
        return True

    def ended(self) -> Ended | None:
        chunk = read(self.descriptor, CHUNK)
        if not chunk:
            self.silent = True  # it is ending: the kernel will tell how
            return None
        line, found, rest = (self._partial + chunk).partition(b"\n")
        if not found and len(line) < LONGEST_REPORT:
            self._partial = line
            return None
        self._partial = rest
        try:
            status, signal, cpu_ms, fit = (int(field) for field in line[:LONGEST_REPORT].split())
        except ValueError:
            self.fit = False
            return Ended(FAULT, None, 0)
        self.fit = self.fit and fit == 1
        return Ended(status, signal or None, cpu_ms)

    def stop(self) -> None:
        self.channel.children.sweep(self.pid)

    def _relay_until_ended(self, question: Message, order: bytes) -> int:
        """How many processes the question left behind."""
        relay = self.channel.relay(question, self.answers)
        if order:
            relay.refuse_early()
            try:
                write_all(self.orders, order)
            except OSError:  # it is ending; waiting shows how
                self.fit = False
        ended = self.channel.children.wait(self.pid, relay, self)
        return self.channel.finish(question, ended, relay, self.pid)

    def is_usable(self) -> bool:
        if self.fit and self.channel.children.lives(self.pid):
            return True
        if self.orders >= 0:
            self.channel.children.end(self.pid)
            for descriptor in (self.orders, self.answers, self.descriptor):
                close(descriptor)
            self.orders = -1
        return False
