"""Processes that a student's code forks and lets come back: told of, let out, never an answer."""

from __future__ import annotations

import json
import unittest
from typing import Any

from peer import Peer

SOURCE = """
import atexit
import os
import sys

def comes_back():
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
    return pid != 0

def raises_back(what):
    pid = os.fork()
    if pid == 0:
        raise what
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def goes_on_later(seconds):
    sys.stdout.flush()
    if os.fork() == 0:
        import time
        time.sleep(seconds)
        os.write(1, b"later\\n")
        os._exit(0)

class Loud(Exception):
    def __str__(self):
        if os.fork() == 0:
            return "child"
        os.wait()
        return "parent"

def loud():
    raise Loud
"""


def flagged(peer: Peer, *code: str, **fields: Any) -> tuple[list[Any], list[Any]]:
    """The ends of the steps, and the flags beside them."""
    original, flags = peer.lines, []

    class Lines:
        def readline(self) -> bytes:
            line = original.readline()
            flags.extend(json.loads(line).get("flags", []))
            return bytes(line)

    peer.lines = Lines()  # type: ignore[assignment]
    steps = peer.steps(*code, **fields)
    peer.lines = original
    return steps, flags


class Copies(unittest.TestCase):
    def test_a_copy_that_returns_leaves_as_python_leaves(self) -> None:
        code = ["atexit.register(os.write, 1, b'handler\\n')", "print('buffered')", "comes_back()", "1 + 1"]
        peer = Peer({"counter.py": SOURCE})
        peer.load()
        steps, flags = flagged(peer, *code)
        out, err = peer.close()
        self.assertEqual(steps[2:], [{"value": {"b": True}}, {"value": {"i": "2"}}])
        self.assertEqual(flags, [["child-came-back", "counter.py", 7]])
        self.assertEqual((out.count("handler"), out.count("buffered"), err), (1, 2, ""))

    def test_a_copy_that_raises_is_shown_as_python_shows_it(self) -> None:
        peer = Peer({"counter.py": SOURCE})
        peer.load()
        steps, flags = flagged(peer, "raises_back(ValueError('on purpose'))", "raises_back(SystemExit(7))")
        _, err = peer.close()
        self.assertEqual(steps, [{"value": {"i": "1"}}, {"value": {"i": "7"}}])
        self.assertEqual(flags, [["child-came-back", "counter.py", 13]])
        self.assertIn("ValueError: on purpose", err)
        self.assertIn("counter.py", err)
        self.assertNotIn("pieces.py", err)

    def test_a_copy_that_comes_out_of_the_text_of_an_exception_does_not_answer(self) -> None:
        with Peer({"counter.py": SOURCE}) as peer:
            peer.load()
            steps, flags = flagged(peer, "loud()")
        self.assertEqual(steps[0]["raised"]["text"], "parent")
        self.assertEqual(len(flags), 1)

    def test_what_is_left_behind_is_waited_for_where_it_is_observed(self) -> None:
        peer = Peer({"counter.py": SOURCE}, namespace=True)
        peer.load()
        watched = [["watched", "goes_on_later(0.3)"]]
        peer.steps(*watched, marks=0x67726100)  # type: ignore[arg-type]
        peer.steps("goes_on_later(0.3)")
        out, _ = peer.close()
        self.assertEqual(out, "later\n")

    def test_who_sleeps_on_is_ended(self) -> None:
        peer = Peer({"counter.py": SOURCE}, namespace=True)
        peer.load()
        watched = [["watched", "goes_on_later(1000)"]]
        self.assertEqual(
            peer.steps(*watched, marks=0x67726100),  # type: ignore[arg-type]
            [{"value": {"n": 0}}],
        )
        out, _ = peer.close()
        self.assertEqual(out, "")


if __name__ == "__main__":
    unittest.main()
