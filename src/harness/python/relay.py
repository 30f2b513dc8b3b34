"""From a process that cannot be trusted to the channel: one answer line per question, within its bound."""

from __future__ import annotations

from posix import read, set_blocking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK = 1 << 16


class Relay:
    """Reads lines from a pipe; passes the first complete one on, untouched, and counts the rest."""

    def __init__(self, source: int, cap: int, forward: Callable[[bytes], None]) -> None:
        set_blocking(source, False)
        self.source = source
        self.cap = cap
        self.forward = forward
        self.lines = 0
        self.answered = False
        self.too_long = False
        self._partial = bytearray()

    @property
    def misbehaves(self) -> bool:
        """Nothing that can still come would be accepted."""
        return self.too_long or self.lines > 1

    def take(self) -> bool:
        """Takes what is there now; false at the end of the pipe."""
        try:
            chunk = read(self.source, CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not chunk:
            return False
        self._add(chunk)
        return True

    def refuse_early(self) -> None:
        """What is there before the question was asked is no answer to it, and neither is what follows it."""
        self.drain()
        self.answered = False
        self.lines += bool(self._partial)
        self._partial.clear()

    def drain(self) -> None:
        """Takes all that is there, once no process is left that could add to it for ever."""
        for _ in range(64):  # no pipe holds more than 1 MiB
            try:
                chunk = read(self.source, CHUNK)
            except OSError:
                return
            if not chunk:
                return
            self._add(chunk)

    def _add(self, chunk: bytes) -> None:
        head, found, _ = chunk.partition(b"\n")
        if self.lines == 0 and not self.too_long:
            self._partial += head
            if len(self._partial) > self.cap:
                self.too_long = True
                self._partial.clear()
            elif found:
                self.answered = True
                self.forward(bytes(self._partial))
                self._partial.clear()
        self.lines += chunk.count(b"\n")
