"""The process from which every schedule is forked, so that all of them begin with the same memory.

The first process reads questions and passes answers on, so that its heap is never the same twice: in its own
forks a student's objects would lie elsewhere in every schedule, and whatever depends on addresses (an order
by `id`, a set of objects) would differ. It reads a byte per schedule, forks, waits and writes two bytes,
and gives back what that takes of the heap in the reverse order. What a schedule is to be is read by its own
process, after the submission has been imported and set up.
"""

from __future__ import annotations

import gc
from posix import (
    WUNTRACED,
    _exit,
    close,
    fork,
    kill,
    pipe,
    read,
    set_blocking,
    sysconf,
    waitpid,
    write,
)

import child
import wire
from children import Ended, Witness
from relay import CHUNK, Relay

from . import sheets
from .order import ORDER_KEYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, NoReturn

    from channel import Channel
    from wire import Message

# What the byte says that asks for a schedule: how the import and the setup are run.
AUDIT, FINE, RELEASE_POINTS = 1, 2, 4
_NOTHING = 8
# So many rounds leave the heap as all that follow will find it.
_IDLE_ROUNDS = 3
_SIGKILL = 9
_STOPPED = 0x7F
_TICKS_PER_S = sysconf("SC_CLK_TCK")
# What is written is there already: making it would take of the heap.
_BYTES = tuple(bytes([number]) for number in range(256))


class Zygote(Witness):
    """It, as the first process sees it."""

    def __init__(self, channel: Channel, play: Callable[[int, int, Callable[[], Message]], NoReturn]) -> None:
        self.channel = channel
        self._sheet = sheets.Sheet()
        (asked, self._asks), (self._answers, answers), (self.descriptor, reports) = pipe(), pipe(), pipe()
        self.pid = channel.children.fork()
        if self.pid == 0:
            for descriptor in (self._asks, self._answers, self.descriptor):
                close(descriptor)
            self._sheet.leave()
            _serve(child.place_high([answers, self._sheet.descriptor, asked, reports]), play)
        for descriptor in (asked, answers, reports):
            close(descriptor)
        self._report = b""
        self._heard = self._settle()
        set_blocking(self.descriptor, False)
        self._cpu_ms = self._used()

    def _settle(self) -> bool:
        """Has it go through some rounds without a schedule."""
        for _ in range(_IDLE_ROUNDS):
            try:
                write(self._asks, _BYTES[_NOTHING])
            except OSError:
                return False
            for _ in range(2):
                if not read(self.descriptor, 1):
                    return False
        return True

    def run(self, question: Message, cap: int) -> None:
        """One schedule, from the order to the end."""
        flags = AUDIT * bool(question.get("audit")) + FINE * (question.get("grain") == "fine")
        flags += RELEASE_POINTS * bool(question.get("release_points"))
        order = wire.encode({key: question.get(key) for key in ORDER_KEYS}).encode("ascii")
        said: list[bytes] = []
        relay = Relay(self._answers, cap, said.append)
        relay.refuse_early()
        self._heard = self._refuse_early()
        self.silent = False
        self._sheet.write(order)
        try:
            write(self._asks, _BYTES[flags])
        except OSError:  # it is ending; waiting shows how
            self._heard = False
        ended = self.channel.children.wait(self.pid, relay, self)
        used = self._used()
        if not self.lives():
            # Somebody ended it: what was said in the meantime is nobody's answer.
            self._heard = False
            used = self._cpu_ms + max(0, ended.cpu_ms - self._cpu_ms)
        ended.cpu_ms, self._cpu_ms = used - self._cpu_ms, used
        self.channel.finish_held(question, ended, relay, self.pid, said if self._heard else None)

    def _refuse_early(self) -> bool:
        """Whether it has kept silent since it was asked the last time."""
        self._report = b""
        try:
            return not read(self.descriptor, CHUNK)
        except BlockingIOError:
            return True

    def ended(self) -> Ended | None:
        try:
            chunk = read(self.descriptor, CHUNK)
        except BlockingIOError:
            return None
        if not chunk:
            self.silent = True  # it is ending: the kernel will tell how
            return None
        self._report += chunk
        if len(self._report) < 2:
            return None
        self._heard = self._heard and len(self._report) == 2
        return Ended.waited(self._report[0] | self._report[1] << 8, (0.0, 0.0))

    def stop(self) -> None:
        self.channel.children.sweep(self.pid)

    def lives(self) -> bool:
        return self.channel.children.lives(self.pid)

    def is_usable(self) -> bool:
        return self._heard and self.lives()

    def discard(self) -> None:
        self.channel.children.end(self.pid)
        for descriptor in (self._asks, self._answers, self.descriptor):
            close(descriptor)
        self._sheet.close()

    def _used(self) -> int:
        """Milliseconds of processor time of the schedules that have ended."""
        if not self.channel.children.proc:
            return 0
        try:
            with open(f"/proc/{self.pid}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            return self._cpu_ms
        return (int(fields[13]) + int(fields[14])) * 1000 // _TICKS_PER_S


def _serve(descriptors: list[int], play: Callable[[int, int, Callable[[], Message]], NoReturn]) -> NoReturn:
    """Never comes back, in whichever process."""
    answers, orders, asked, reports = descriptors
    gc.disable()
    try:
        flags = _rounds(asked, reports)[0]
        close(asked)
        close(reports)
        if flags == _NOTHING:
            _exit(0)
    except BaseException as error:
        child.complain(error)
        _exit(child.FAULT)
    play(flags, answers, lambda: _order(orders))


def _rounds(asked: int, reports: int) -> bytes:
    """Comes back in a process of its own for each schedule.

    No function in Python is called, and nothing is kept: the names are emptied in the reverse order of what
    they were given.
    """
    while True:
        word = read(asked, 1)
        if not word:
            _exit(0)
        pid = fork()
        if not pid:
            return word
        ended = waitpid(pid, WUNTRACED)
        if ended[1] & 0xFF == _STOPPED:  # nobody would ever continue it
            del ended
            kill(pid, _SIGKILL)
            ended = waitpid(pid, 0)
        write(reports, _BYTES[ended[1] & 0xFF])
        write(reports, _BYTES[ended[1] >> 8])
        del ended
        del pid
        del word


def _order(descriptor: int) -> dict[str, Any]:
    text = sheets.read(descriptor)
    close(descriptor)
    return wire.decode(text.decode("ascii"))
