"""The template from within: imports the submission, then forks for every order until the pipe closes."""

from __future__ import annotations

import _thread
from posix import (
    WIFSTOPPED,
    WNOHANG,
    WUNTRACED,
    _exit,
    close,
    fork,
    getpid,
    listdir,
    read,
    times,
    wait4,
    waitpid,
)
from resource import RLIMIT_CPU, getrlimit, setrlimit

import child
import steps
import wire
from channel import write_all
from children import Ended
from loading import Submission
from processes import kill_quietly
from quiet import Quiet
from relay import CHUNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from signal import SIG_DFL, SIGCHLD
    from signal import signal as set_handler
    from typing import Any, NoReturn

    from wire import Message
else:
    from _signal import SIG_DFL, SIGCHLD
    from _signal import signal as set_handler

_count_threads = _thread._count


class Inside:
    """The template's own side of the three pipes."""

    def __init__(self, question: Message, root: str, answers: int, orders: int, reports: int) -> None:
        self.question = question
        self.owner = getpid()
        self.submission = Submission(root, question["file"])
        self.answers, self.orders, self.reports = child.place_high([answers, orders, reports])

    def serve(self) -> NoReturn:
        """Never comes back; copies that the student's import forked leave by `SystemExit`."""
        fit = self._load()
        quiet = Quiet()
        quiet.enter()
        # A student's handler, or SIG_IGN, would take away the status of our children.
        handler = set_handler(SIGCHLD, SIG_DFL)
        self._report(Ended(0, None, int(sum(times()[:2]) * 1000)), fit)
        buffer = b""
        while fit:
            chunk = read(self.orders, CHUNK)
            if not chunk:
                break
            buffer += chunk
            if buffer.endswith(b"\n"):
                self._fork(wire.decode(buffer[:-1].decode("ascii")), quiet, handler)
                buffer = b""
        _exit(0)

    def _load(self) -> bool:
        """Imports the submission and answers; whether forks of this process can stand for fresh imports."""
        bounds = getrlimit(RLIMIT_CPU)
        child.limit_cpu(self.question["cpu_s"], False)
        raised = steps.load(self.submission, self.question["answer_cap"], self.owner)
        setrlimit(RLIMIT_CPU, bounds)
        child.deliver(self.answers, raised or {"ok": True, "names": self.submission.names()}, self.owner)
        return raised is None and not _has_threads() and not _has_children()

    def _fork(self, question: Message, quiet: Quiet, handler: Any) -> None:
        try:
            pid = fork()
        except OSError:
            self._report(Ended(child.FAULT, None, 0), True)
            return
        if pid == 0:
            close(self.orders)
            close(self.reports)
            if handler is not None:
                set_handler(SIGCHLD, handler)
            quiet.leave()
            child.answer_and_leave(
                self.answers, question["cpu_s"], lambda owner: steps.answer(self.submission, question, owner)
            )
        try:
            _, status, usage = wait4(pid, WUNTRACED)
            if WIFSTOPPED(status):  # nobody would ever continue it
                kill_quietly(pid)
                _, status, usage = wait4(pid, 0)
            ended = Ended.waited(status, usage)
        except OSError:
            ended = Ended(child.FAULT, None, 0)
        self._report(ended, True)

    def _report(self, ended: Ended, fit: bool) -> None:
        fields = (ended.status, ended.signal or 0, ended.cpu_ms, int(fit))
        write_all(self.reports, " ".join(str(field) for field in fields).encode("ascii") + b"\n")


def _has_threads() -> bool:
    """A thread that has not begun to run is known to the kernel alone."""
    try:
        return len(listdir("/proc/self/task")) > 1
    except OSError:
        return _count_threads() > 0


def _has_children() -> bool:
    try:
        waitpid(-1, WNOHANG)
    except ChildProcessError:
        return False
    return True
