"""What the import and the setup made lies at the same addresses in every schedule of a session."""

from __future__ import annotations

import os
import sys
import unittest
from pathlib import Path
from typing import Any

from driving import Driven, Message
from peer import UNSHARE, can_unshare

PROGRAM = """
import os, signal, threading
class Account:
    def __init__(self, number):
        self.number = number
        self.lock = threading.Lock()
class Slot:
    __slots__ = ("a", "b", "c")
imported = [Account(number) for number in range(6)]
def make():
    return [Account(number) for number in range(6)], [Slot() for _ in range(4)], [n + 0.5 for n in range(8)]
def everything(accounts, slots, *others):
    found = imported + accounts + [account.lock for account in imported + accounts] + slots
    return found + [thing for things in others for thing in things]
def act():
    with open(os.path.join(os.path.dirname(__file__), "act")) as file:
        exec(file.read())
"""
SETUP = """
made = make()
numbers = [10 ** 6 + number for number in range(8)]
texts = [f"text {number}" for number in range(8)]
namespaces = [vars(account) for account in made[0]]
"""
ADDRESSES = "tuple(map(id, everything(*made, numbers, texts, namespaces)))"
# The threads do not commute, so that there is something to decide.
THREADS = [["made[0][0].number = 1"], ["made[0][0].number = 2"]]
# How a schedule can end otherwise than by coming to its end.
ENDS = (
    "os._exit(0)",
    "os._exit(70)",
    "os._exit(255)",
    "os.abort()",
    "os.kill(os.getpid(), signal.SIGKILL)",
    "os.kill(os.getpid(), signal.SIGSTOP)",
    "os.closerange(0, 5000)",
    "raise SystemExit(300)",
)


def order(number: int) -> Message:
    """Orders of many sizes."""
    plan = {place: (number + place) % 3 for place in range(number % 20)}
    names = [[1, 5, f"name {name}"] for name in range(number)]
    sleep = {"at": number % 5, "set": [[1, names]]} if number % 3 == 2 else None
    random = {"seed": number * 12345, "depth": 3, "length": 40} if number % 7 == 6 else None
    return {"plan": plan, "sleep": sleep, "random": random}


class Session(Driven):
    """A session that does what it is told at the end of a schedule, and tells addresses before that."""

    def __init__(self, wrapper: tuple[str, ...] = ()) -> None:
        super().__init__({"program.py": PROGRAM, "act": ""}, wrapper=wrapper)
        self._socket.settimeout(60)
        ready = self.scenario(
            setup=SETUP,
            threads=THREADS,
            main=["act() and None", "act() and None", "1"],
            end=[ADDRESSES],
        )
        assert ready == {"ready": True}, ready

    def act(self, code: str) -> Message:
        path = Path(self.root, "act")
        path.write_text(code, encoding="utf-8")
        answer = self.schedule()
        path.write_text("", encoding="utf-8")
        return answer

    def addresses(self, **parts: Any) -> str:
        """As the answer of one schedule has them; an order that is redundant has none."""
        answer = self.schedule(**parts)
        ends = [result["end"] for result in answer.get("results", []) if result["part"] == "end"]
        return repr(ends[0]["value"]) if ends else str(answer["end"])


class Addresses(unittest.TestCase):
    def test_whatever_the_order(self) -> None:
        with Session() as session:
            first = session.addresses()
            self.assertNotEqual(first, "none")
            seen = [session.addresses(**order(number)) for number in range(60)]
            self.assertGreater(seen.count(first), 30)
            self.assertEqual(set(seen) - {"pruned"}, {first})

    def test_whatever_is_shown_and_however_fine(self) -> None:
        with Session() as session:
            first = session.addresses()
            for parts in ({"verbose": True}, {"grain": "fine"}, {"release_points": True}):
                with self.subTest(parts=parts):
                    self.assertEqual(session.addresses(**parts), first)

    def test_however_the_schedules_before_ended(self) -> None:
        with Session() as session:
            first = session.addresses()
            for code in ENDS:
                with self.subTest(code=code):
                    session.act(code)
                    self.assertEqual([session.addresses(), session.addresses()], [first, first])

    @unittest.skipUnless(can_unshare(), "this machine does not let us make a pid namespace")
    def test_whatever_the_number_of_the_process(self) -> None:
        with Session(tuple(UNSHARE)) as session:
            first = session.addresses()
            # Numbers up to 256 are objects that are there already.
            for _ in range(300):
                session.schedule()
            self.assertEqual(session.addresses(), first)

    @unittest.skipIf(sys.version_info >= (3, 11), "the interpreter counts calls of functions until 3.10")
    def test_however_many_schedules_came_before(self) -> None:
        with Session() as session:
            first = session.addresses()
            for _ in range(1100):
                session.schedule(plan={0: 1})
            self.assertEqual(session.addresses(), first)


class Between(unittest.TestCase):
    """The process from which schedules are forked can be attacked: the schedule is lost, and no other."""

    def test_it_is_ended(self) -> None:
        for signal in ("KILL", "TERM", "INT", "STOP", "SEGV"):
            with self.subTest(signal=signal), Session() as session:
                session._socket.settimeout(20)
                code = f"import time\nos.kill(os.getppid(), signal.SIG{signal})\n"
                # Longer than it takes to be noticed.
                answer = session.act(code + "signal.pause()")
                self.assertEqual((answer["end"], answer["ended"]["answered"]), ("none", False))
                self.assertEqual(session.schedule()["end"], "finished")

    def test_it_is_ended_at_import(self) -> None:
        source = "import os, signal\nos.kill(os.getppid(), 9)\nsignal.pause()\n"
        with Driven({"program.py": source}) as session:
            session._socket.settimeout(20)
            self.assertEqual(session.scenario(main=["1"]), {"ready": True})
            for _ in range(3):
                self.assertEqual(session.schedule()["end"], "none")

    def test_an_answer_without_a_report_is_none(self) -> None:
        # It is ended, then answers are written: none of them counts.
        code = "for _ in range(40): os.kill(os.getppid(), 9) if os.getppid() != first else None\n"
        with Session() as session:
            answer = session.act(code.replace("first", str(session.process.pid)))
            self.assertEqual(answer["end"], "none")
            self.assertFalse(answer["ended"]["answered"])

    def test_its_descriptors_are_not_passed_on(self) -> None:
        source = """
import os
def pipes():
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink("/proc/self/fd/" + name)
        except OSError:
            continue
        if int(name) > 3 and ("pipe:" in target or "order" in target or "socket:" in target):
            found.append(target)
    return sorted(found)
at_import = pipes()
"""
        with Driven({"program.py": source}) as session:
            session.scenario(main=["at_import", "pipes()"])
            results = session.schedule()["results"]
            # What this process was started with is of no interest.
            inherited = {os.readlink(entry) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()}
            at_import, later = (
                [item["s"] for item in result["end"]["value"]["l"] if item["s"] not in inherited]
                for result in results
            )
            # Where the answer goes; until the import is over also the order.
            self.assertEqual([len(at_import), len(later)], [2, 1])
            self.assertEqual(set(at_import) - set(later), {"/memfd:order (deleted)"})

    def test_an_order_that_a_submission_cannot_write(self) -> None:
        source = """
import mmap, os
refused = []
for name in os.listdir("/proc/self/fd"):
    link = "/proc/self/fd/" + name
    try:
        if "order" not in os.readlink(link):
            continue
    except OSError:
        continue
    for write in (
        lambda: os.pwrite(int(name), bytes(64), 0),
        lambda: os.ftruncate(int(name), 0),
        lambda: os.pwrite(os.open(link, os.O_RDWR), bytes(64), 0),
        lambda: mmap.mmap(int(name), 64).__setitem__(slice(0, 64), bytes(64)),
    ):
        try:
            write()
        except OSError:
            refused.append(name)
order = []
"""
        threads = [["order.append(1)"], ["order.append(2)"]]
        with Driven({"program.py": source}) as session:
            session.scenario(threads=threads, end=["order", "len(refused), len(set(refused))"])
            for plan, expected in (({}, [1, 2]), ({0: 2}, [2, 1])):
                results = session.schedule(plan=plan)["results"]
                seen = [result["end"]["value"] for result in results if result["part"] == "end"]
                with self.subTest(plan=plan):
                    self.assertEqual([item["i"] for item in seen[0]["l"]], [str(n) for n in expected])
                    self.assertEqual([item["i"] for item in seen[1]["t"]], ["4", "1"])

    def test_an_order_that_no_pipe_holds(self) -> None:
        with Session() as session:
            plan = dict.fromkeys(range(100_000), 1)
            self.assertEqual(session.schedule(plan=plan)["end"], "finished")

    def test_forged_reports(self) -> None:
        code = """
parent = os.getppid()
for name in os.listdir(f"/proc/{parent}/fd"):
    try:
        if "pipe:" in os.readlink(f"/proc/{parent}/fd/{name}"):
            os.write(os.open(f"/proc/{parent}/fd/{name}", os.O_WRONLY | os.O_NONBLOCK), bytes(64))
    except OSError:
        pass
signal.pause()
"""
        with Session() as session:
            session._socket.settimeout(20)
            answer = session.act(code)
            self.assertNotIn(answer["end"], ("finished", "failed"))
            # What was forged may cost the next one; then there is a new process.
            ends = [session.schedule()["end"] for _ in range(3)]
            self.assertEqual(ends[1:], ["finished", "finished"])


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    unittest.main()
