"""Submissions that attack the harness: what they say is never more than what they could have returned."""

from __future__ import annotations

import os
import time
import unittest
from typing import Any

from peer import Peer

FORGED = '{"steps":[{"value":{"s":"forged"}}]}'
# Writes to every descriptor there may be.
SHOUT = """
import os
def shout(data, first=3):
    for descriptor in range(first, 1100):
        try: os.write(descriptor, data)
        except OSError: pass
"""


def pids() -> set[str]:
    return {name for name in os.listdir("/proc") if name.isdigit()}


class Silence(unittest.TestCase):
    def test_ends_without_an_answer(self) -> None:
        for code, status, signal in [
            ("os._exit(0)", 0, None),
            ("os._exit(9)", 9, None),
            ("os.abort()", 0, 6),
            ("os.kill(os.getpid(), 11)", 0, 11),
            ("import signal; os.kill(os.getpid(), signal.SIGSTOP) or os._exit(0)", None, None),
        ]:
            if status is None:
                continue
            with self.subTest(code=code), Peer({"counter.py": "import os\n"}) as peer:
                peer.load()
                answer, ended = peer.ask("steps", file="counter.py", needs=[], code=[code])
                self.assertIsNone(answer)
                self.assertEqual(
                    (ended["status"], ended["signal"], ended["answered"]), (status, signal, False)
                )
                self.assertEqual(peer.steps("1"), [{"value": {"i": "1"}}])

    def test_exits_at_import(self) -> None:
        for source in ("import os\nos._exit(0)", "import os\nos.kill(os.getpid(), 9)"):
            with self.subTest(source=source), Peer({"counter.py": source}) as peer:
                answer, ended = peer.load()
                self.assertIsNone(answer)
                self.assertFalse(ended["answered"])

    def test_processor_time(self) -> None:
        with Peer({"counter.py": ""}) as peer:
            peer.load()
            answer, ended = peer.ask("steps", file="counter.py", needs=[], code=["while True: pass"], cpu_s=1)
            self.assertEqual((answer, ended["signal"]), (None, 24))
            self.assertGreaterEqual(ended["cpu_ms"], 500)
            answer, ended = peer.load("counter.py", cpu_s=1)
            self.assertTrue(ended["answered"])

    def test_processor_time_of_the_import(self) -> None:
        with Peer({"counter.py": "while True: pass"}) as peer:
            answer, ended = peer.load(cpu_s=1)
            self.assertEqual((answer, ended["signal"]), (None, 24))


class Forgery(unittest.TestCase):
    def test_a_second_line_is_counted(self) -> None:
        with Peer({"counter.py": SHOUT}) as peer:
            peer.load()
            _, ended = peer.ask(
                "steps", file="counter.py", needs=[], code=[f"shout(b'''{FORGED}\\n''')", "1"]
            )
            self.assertGreater(ended["lines"], 1)
            self.assertEqual(peer.steps("1"), [{"value": {"i": "1"}}])

    def test_a_flood_is_bounded(self) -> None:
        for data in ("b'x' * 65536", "b'\\n' * 65536"):
            with self.subTest(data=data), Peer({"counter.py": SHOUT}) as peer:
                peer.load()
                code = f"while True: shout({data}, 200)"
                _, ended = peer.ask("steps", file="counter.py", needs=[], code=[code], answer_cap=10_000)
                self.assertEqual(ended["signal"], 9)
                self.assertTrue(ended["too_long"] or ended["lines"] > 1)
                self.assertEqual(peer.steps("1"), [{"value": {"i": "1"}}])

    def test_an_answer_just_within_its_bound(self) -> None:
        with Peer({"counter.py": ""}) as peer:
            peer.load()
            ends = peer.steps("'x' * 9000", "'x' * 9000", answer_cap=10_000)
            self.assertEqual([list(end["value"]) for end in ends], [["s"], ["z"]])

    def test_a_hidden_thread_cannot_answer_alone(self) -> None:
        # It is not counted as a thread, and lives in the process that forks.
        source = SHOUT + "\nimport _thread, time\ndef early():\n  time.sleep(0.3)\n"
        source += f"  shout(b'''{FORGED}\\n''', 1000)\n  time.sleep(60)\n"
        source += "_thread.start_new_thread(early, ())\n"
        count = "import _thread\n_thread._count = lambda: 0\n"
        for first, pause in ((count, 0.0), (count, 0.6), ("", 0.6)):
            with self.subTest(pause=pause, first=first), Peer({"counter.py": first + source}) as peer:
                peer.load()
                time.sleep(pause)
                answer, ended = peer.ask("steps", file="counter.py", needs=[], code=["time.sleep(0.5)", "1"])
                if ended["lines"] == 1 and answer is not None:
                    self.assertEqual(answer["steps"][1:], [{"value": {"i": "1"}}])
                else:
                    self.assertGreaterEqual(ended["lines"], 1)

    def test_the_nonce_is_nowhere(self) -> None:
        source = "import gc, sys\ndef seen(needle):\n  found = []\n"
        source += "  for o in gc.get_objects():\n"
        source += "    if type(o) is dict and 'nonce' in o and o is not globals(): found.append(o['nonce'])\n"
        source += "  return [n for n in found if type(n) is str and n.endswith(needle)]\n"
        with Peer({"counter.py": source}) as peer:
            peer.load()
            # The nonces of this peer are the numbers of the questions; that of the import is known to be old.
            self.assertEqual(peer.steps("seen('2')"), [{"value": {"l": []}}])

    def test_the_channel_cannot_be_reached(self) -> None:
        source = "import os\ndef sockets():\n  return [n for n in os.listdir('/proc/self/fd')\n"
        source += (
            "    if os.path.exists('/proc/self/fd/' + n) and 'socket' in os.readlink('/proc/self/fd/' + n)]\n"
        )
        source += "at_import = sockets()\n"
        with Peer({"counter.py": source}) as peer:
            peer.load()
            self.assertEqual(peer.steps("at_import", "sockets()"), [{"value": {"l": []}}] * 2)


class Patches(unittest.TestCase):
    def test_patched_modules_change_nothing(self) -> None:
        patches = [
            "import builtins\n"
            "for name in ('len', 'type', 'id', 'str', 'int', 'list', 'dict', 'isinstance', 'getattr'):\n"
            "  setattr(builtins, name, lambda *a, **k: 1/0)\n",
            "import builtins\n"
            "builtins.__dict__.update(compile=None, eval=None, exec=None, vars=None, min=None, max=None)\n",
            "import os, posix, time, gc, marshal, sys\nfor module in (os, posix):\n"
            "  for name in ('fork', 'write', 'read', '_exit', 'getpid', 'wait4', 'close'):\n"
            "    setattr(module, name, lambda *a: 1/0)\n"
            "time.sleep = gc.disable = gc.isenabled = marshal.dumps = sys.settrace = None\n",
            "import json, _json\njson.dumps = _json.encode_basestring_ascii = _json.make_encoder = None\n",
            "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = None\n",
            "import sys\nfor name in list(sys.modules):\n  if name != 'counter': del sys.modules[name]\n",
            "import sys\nsys.modules['counter'] = sys.modules['__main__'] = 7\n",
            "import sys\nsys.meta_path[:] = []\nsys.path_hooks[:] = []\nsys.path[:] = []\n",
            "import resource, _signal\nresource.setrlimit = _signal.pthread_sigmask = None\n",
        ]
        for source in patches:
            with self.subTest(source=source), Peer({"counter.py": source + "def f(): return 5\n"}) as peer:
                answer, _ = peer.load()
                assert answer is not None
                self.assertTrue(answer.get("ok"), answer)
                answer, ended = peer.ask(
                    "steps", file="counter.py", needs=["f"], code=["f()", "[{1: 'x'}, 1.5]"]
                )
                assert answer is not None, (ended, peer.close())
                self.assertEqual(answer["steps"][0], {"value": {"i": "5"}})
                tree = {"l": [{"d": [[{"i": "1"}, {"s": "x"}]]}, {"f": "3ff8000000000000"}]}
                self.assertEqual(answer["steps"][1], {"value": tree})

    def test_a_module_of_another_class(self) -> None:
        source = "import sys, types\nclass M(types.ModuleType):\n  def __getattribute__(self, name): 1/0\n"
        source += "X = 3\nsys.modules[__name__].__class__ = M\n"
        with Peer({"counter.py": source}) as peer:
            peer.load()
            self.assertEqual(peer.steps("X"), [{"value": {"i": "3"}}])

    def test_keys_that_are_no_names(self) -> None:
        source = "class Odd(str):\n  def __hash__(self): return 1/0 if armed else 5\n"
        source += (
            "  def __eq__(self, other): return True\n  def startswith(self, x): raise SystemExit\narmed = 0\n"
        )
        source += "globals()[Odd('evil')] = 1\nglobals()[7] = 2\narmed = 1\n"
        with Peer({"counter.py": source}) as peer:
            answer, _ = peer.load()
            self.assertEqual(answer, {"ok": True, "names": ["Odd", "armed"]})
            self.assertEqual(peer.steps("1"), [{"value": {"i": "1"}}])


class Processes(unittest.TestCase):
    def test_copies_of_the_process_do_not_answer(self) -> None:
        for code in (
            "os.fork()",
            "os.fork() or 1/0",
            "os.fork() or exit(5)",
            "[os.fork() for _ in range(3)]",
        ):
            with self.subTest(code=code), Peer({"counter.py": "import os\n"}, namespace=True) as peer:
                peer.load()
                answer, ended = peer.ask(
                    "steps", file="counter.py", needs=[], code=[code, "import time; time.sleep(0.2)", "7"]
                )
                assert answer is not None
                self.assertEqual(answer["steps"][2], {"value": {"i": "7"}})
                self.assertEqual((ended["lines"], ended["swept"]), (1, True))

    def test_a_copy_leaves_the_way_python_does(self) -> None:
        source = "import os, sys\ndef f(n):\n  pid = os.fork()\n  if pid == 0: sys.exit(n)\n"
        source += "  return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])\n"
        with Peer({"counter.py": source}) as peer:
            peer.load()
            code = ["f(3)", "f(None)", "p = os.fork()", "p and os.waitpid(p, 0)[1]"]
            ends = peer.steps(*code)
            self.assertEqual(
                [end["value"] for end in ends[:2] + ends[3:]], [{"i": "3"}, {"i": "0"}, {"i": "0"}]
            )

    def test_a_fork_at_import(self) -> None:
        with Peer({"counter.py": "import os\npid = os.fork()\nX = 1\n"}, namespace=True) as peer:
            answer, ended = peer.load()
            assert answer is not None
            self.assertEqual(ended["lines"], 1)
            self.assertEqual(peer.steps("X"), [{"value": {"i": "1"}}])

    def test_nothing_outlives_its_question(self) -> None:
        source = "import os, signal, time\ndef leave():\n  for _ in range(5):\n    if os.fork() == 0:\n"
        source += "      os.setsid()\n      for s in range(1, 32):\n"
        source += "        try: signal.signal(s, signal.SIG_IGN)\n        except OSError: pass\n"
        source += "      os.fork()\n      os.closerange(0, 2000)\n      while True: time.sleep(60)\n"
        source += "def count():\n  return len([n for n in os.listdir('/proc') if n.isdigit()])\n"
        with Peer({"counter.py": source}, namespace=True) as peer:
            peer.load()
            before = peer.steps("count()")
            answer, ended = peer.ask("steps", file="counter.py", needs=[], code=["leave()"])
            self.assertIsNotNone(answer)
            self.assertTrue(ended["swept"])
            self.assertEqual(peer.steps("count()"), before)

    def test_a_fork_bomb_ends_with_its_question(self) -> None:
        source = "import os, resource\nresource.setrlimit(resource.RLIMIT_NPROC, (200, 200))\n"
        source += "def bomb():\n  for _ in range(6):\n    try: os.fork()\n    except OSError: pass\n"
        with Peer({"counter.py": source}, namespace=True) as peer:
            peer.load()
            for _ in range(3):
                _, ended = peer.ask("steps", file="counter.py", needs=[], code=["bomb()"])
                self.assertTrue(ended["swept"])
            self.assertEqual(peer.steps("1"), [{"value": {"i": "1"}}])

    def test_all_descriptors_closed(self) -> None:
        with Peer({"counter.py": "import os\n"}) as peer:
            peer.load()
            answer, ended = peer.ask(
                "steps", file="counter.py", needs=[], code=["os.closerange(0, 5000)", "1"]
            )
            self.assertEqual((answer, ended["answered"]), (None, False))
            self.assertEqual(peer.steps("1"), [{"value": {"i": "1"}}])

    def test_the_template_is_killed_by_its_child(self) -> None:
        with Peer({"counter.py": "import os\nX = 2\n"}) as peer:
            peer.load()
            _, ended = peer.ask("steps", file="counter.py", needs=[], code=["os.kill(os.getppid(), 9)", "1"])
            self.assertEqual(ended["signal"], 9)
            # The next question imports the file anew.
            self.assertEqual(peer.steps("X"), [{"value": {"i": "2"}}])


class Late(unittest.TestCase):
    def test_an_alarm_after_the_answer(self) -> None:
        source = "import signal\ndef ring(*_): raise TimeoutError\nsignal.signal(signal.SIGALRM, ring)\n"
        with Peer({"counter.py": source}) as peer:
            peer.load()
            ends: list[Any] = peer.steps("signal.setitimer(signal.ITIMER_REAL, 0.01)", "list(range(80000))")
            self.assertEqual(len(ends), 2)


if __name__ == "__main__":
    unittest.main()
