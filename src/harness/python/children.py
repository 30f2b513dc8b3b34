"""The children of the first process: forked away from the channel, waited for, relayed meanwhile."""

from __future__ import annotations

import select
from posix import (
    WIFSTOPPED,
    WNOHANG,
    WUNTRACED,
    close,
    fork,
    pipe,
    read,
    set_blocking,
    wait4,
    waitstatus_to_exitcode,
)

import processes

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal as _signal

    from relay import Relay
else:
    import _signal  # `signal` would import `enum`

CHUNK = 1 << 12
# How long processes that are left behind may sleep before they are ended.
IDLE_MS = 1000
TICK_MS = 20


class Ended:
    """How the process that answered a question ended."""

    __slots__ = ("cpu_ms", "signal", "status")

    def __init__(self, status: int, signal: int | None, cpu_ms: int) -> None:
        self.status = status
        self.signal = signal
        self.cpu_ms = cpu_ms

    @classmethod
    def waited(cls, wait_status: int, usage: tuple[float, ...]) -> Ended:
        """From what `wait4` gives; its usage begins with user and system seconds."""
        code = waitstatus_to_exitcode(wait_status)
        return cls(max(code, 0), -code if code < 0 else None, int((usage[0] + usage[1]) * 1000))


class Witness:
    """Learns of the end of the answering process in another way than by being its parent."""

    descriptor: int
    silent = False  # nothing more will come from the descriptor

    def ended(self) -> Ended | None:
        """Called when the descriptor can be read."""
        raise NotImplementedError

    def stop(self) -> None:
        """Ends the answering process early."""
        raise NotImplementedError


class Children:
    """Forks, waits and reaps; the end of a child wakes a pipe, so that waiting is always on descriptors."""

    def __init__(self, hidden: list[int]) -> None:
        self.proc = processes.has_proc()
        self._gone: dict[int, Ended] = {}
        self._watched: set[int] = set()
        self._wake, wake_end = pipe()
        self._hidden = [*hidden, self._wake, wake_end]
        set_blocking(self._wake, False)
        set_blocking(wake_end, False)
        _signal.signal(_signal.SIGCHLD, _ignore)
        _signal.set_wakeup_fd(wake_end, warn_on_full_buffer=False)

    def fork(self) -> int:
        """0 in a child that has lost every way to the channel, or the pid of one that can be waited for."""
        pid = fork()
        if pid == 0:
            _signal.set_wakeup_fd(-1)
            _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)
            for descriptor in self._hidden:
                close(descriptor)
        else:
            self._watched.add(pid)
        return pid

    def wait(self, pid: int, relay: Relay, witness: Witness | None = None) -> Ended:
        """Relays until the child has ended, or until the witness says that the answering process has."""
        poll = select.poll()
        poll.register(self._wake, select.POLLIN)
        poll.register(relay.source, select.POLLIN)
        if witness is not None:
            poll.register(witness.descriptor, select.POLLIN)
        while True:
            self.reap()
            if pid in self._gone:
                return self._gone.pop(pid)
            ready = [descriptor for descriptor, _ in poll.poll()]
            if relay.source in ready:
                if not relay.take():
                    poll.unregister(relay.source)
                if relay.misbehaves:
                    processes.kill_quietly(pid) if witness is None else witness.stop()
            if witness is not None and witness.descriptor in ready:
                ended = witness.ended()
                if ended is not None:
                    return ended
                if witness.silent:
                    poll.unregister(witness.descriptor)

    def lives(self, pid: int) -> bool:
        """Whether a child that was forked here has not ended yet."""
        self.reap()
        return pid in self._watched

    def end(self, pid: int) -> None:
        """Kills a child that is not needed any more."""
        processes.kill_quietly(pid)
        self._watched.discard(pid)
        self._gone.pop(pid, None)

    def linger(self, spare: int | None) -> None:
        """Waits for what was left behind as long as any of it has something to do, so that it is seen.

        How busy the machine is does not matter: who waits for a processor is not idle.
        """
        poll = select.poll()
        poll.register(self._wake, select.POLLIN)
        idle = 0
        while self.proc and idle < IDLE_MS:
            self.reap()
            states = processes.states(spare)
            if not states:
                return
            poll.poll(TICK_MS)
            idle = 0 if processes.BUSY.intersection(states) else idle + TICK_MS

    def sweep(self, spare: int | None) -> tuple[bool, int]:
        """See `processes.sweep`."""
        return processes.sweep(spare, self.proc, self.reap)

    def reap(self) -> None:
        """Collects whatever has ended: children that are waited for, and orphans."""
        try:
            while read(self._wake, CHUNK):
                pass
        except BlockingIOError:
            pass
        while True:
            try:
                pid, status, usage = wait4(-1, WNOHANG | WUNTRACED)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if WIFSTOPPED(status):
                processes.kill_quietly(pid)  # nobody would ever continue it
            elif pid in self._watched:
                self._watched.discard(pid)
                self._gone[pid] = Ended.waited(status, usage)


def _ignore(number: int, frame: object) -> None:
    """Only the byte on the wake-up pipe matters."""
