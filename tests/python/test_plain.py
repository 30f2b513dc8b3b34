"""Honest submissions in mode `plain`: nothing of the harness must be in their way."""

from __future__ import annotations

import sys
import unittest
from typing import Any

from peer import Peer


def value(tree: dict[str, Any]) -> dict[str, Any]:
    return {"value": tree}


class Imports(unittest.TestCase):
    def test_greeting(self) -> None:
        with Peer({}) as peer:
            version = ".".join(str(part) for part in sys.version_info[:3])
            self.assertEqual(peer.hello, {"v": 1, "hello": "plain", "python": version, "proc": True})

    def test_names_and_module(self) -> None:
        source = "import os\nX = __name__\n_hidden = 1\nif __name__ == '__main__': Y = 1\n"
        with Peer({"counter.py": source}) as peer:
            answer, _ = peer.load()
            self.assertEqual(answer, {"ok": True, "names": ["X", "os"]})
            code = [
                "X",
                "counter.X",
                "__name__",
                "import counter as c, sys",
                "sys.modules['counter'] is counter",
            ]
            ends = peer.steps(*code, "counter.__file__.endswith('/counter.py')")
            self.assertEqual(
                [next(iter(end["value"].values())) for end in ends],
                ["counter", "counter", "__main__", 0, True, True],
            )

    def test_helpers_may_have_any_name(self) -> None:
        names = [
            "threading",
            "json",
            "values",
            "wire",
            "errors",
            "channel",
            "steps",
            "child",
            "queue",
            "select",
        ]
        files = {f"{name}.py": f"who = 'student {name}'\n" for name in names}
        files["counter.py"] = "".join(f"import {name}\n" for name in names)
        with Peer(files) as peer:
            peer.load()
            for name in names:
                with self.subTest(name=name):
                    self.assertEqual(peer.steps(f"{name}.who"), [value({"s": f"student {name}"})])

    def test_a_file_in_a_directory_and_packages(self) -> None:
        files = {
            "src/counter.py": "import near\nfrom pack import inner\nimport far\n",
            "src/near.py": "X = 1\n",
            "src/pack/__init__.py": "",
            "src/pack/inner.py": "Y = 2\n",
            "far.py": "Z = 3\n",
        }
        with Peer(files) as peer:
            peer.load("src/counter.py")
            code = "(near.X, inner.Y, far.Z)"
            self.assertEqual(
                peer.steps(code, file="src/counter.py"), [value({"t": [{"i": "1"}, {"i": "2"}, {"i": "3"}]})]
            )

    def test_compiled_files_are_never_read(self) -> None:
        with Peer({"counter.py": "import helper\n", "helper.py": "X = 'source'\n"}) as peer:
            import importlib.util
            import marshal

            cache = peer.root / "__pycache__"
            cache.mkdir()
            body = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
            body += marshal.dumps(compile("X = 'forged'", "helper.py", "exec"))
            (cache / f"helper.{sys.implementation.cache_tag}.pyc").write_bytes(body)
            (peer.root / "other.pyc").write_bytes(body)
            peer.load()
            ends = peer.steps("helper.X", "import other")
            self.assertEqual(ends[0], value({"s": "source"}))
            self.assertEqual(ends[1]["raised"]["classes"][0], "ModuleNotFoundError")

    def test_what_the_import_raises(self) -> None:
        for source, name, line in [
            ("x = 1\n  y\n", "IndentationError", 2),
            ("def f(:\n", "SyntaxError", 1),
            ("import sys\nsys.exit(3)\n", "SystemExit", 2),
            ("\n\nraise KeyboardInterrupt\n", "KeyboardInterrupt", 3),
            ("input()\n", "EOFError", 1),
            ("import helper\n", "SyntaxError", 1),
        ]:
            with self.subTest(source=source), Peer({"counter.py": source, "helper.py": "(\n"}) as peer:
                answer, ended = peer.load()
                assert answer is not None
                self.assertEqual(answer["raised"]["classes"][0], name)
                self.assertEqual(answer["raised"]["where"][1], line)
                self.assertEqual((ended["status"], ended["lines"]), (0, 1))


class Steps(unittest.TestCase):
    def test_each_question_starts_anew(self) -> None:
        with Peer({"counter.py": "seen = []\n"}) as peer:
            peer.load()
            for _ in range(2):
                self.assertEqual(peer.steps("seen.append(1)", "len(seen)")[1], value({"i": "1"}))

    def test_pieces_share_a_namespace_and_go_on_after_an_exception(self) -> None:
        with Peer({"counter.py": "def f(): raise LookupError('no')\n"}) as peer:
            peer.load()
            ends = peer.steps("f()", "def g():\n    return y", "y = 4", "g()", "(", "1 +\\\n 2", "  8")
            names = [end["raised"]["classes"][0] if "raised" in end else end["value"] for end in ends]
            self.assertEqual(
                names, ["LookupError", {"n": 0}, {"n": 0}, {"i": "4"}, "SyntaxError", {"i": "3"}, {"i": "8"}]
            )
            self.assertEqual(ends[0]["raised"]["where"], ["counter.py", 1])

    def test_future_imports_of_the_harness_stay_there(self) -> None:
        with Peer({"counter.py": ""}) as peer:
            peer.load()
            self.assertEqual(
                peer.steps("def f(x: int): pass", "f.__annotations__['x'] is int")[1], value({"b": True})
            )

    def test_missing_names(self) -> None:
        with Peer({"counter.py": "A = 1\n"}) as peer:
            peer.load()
            answer, _ = peer.ask("steps", file="counter.py", needs=["A", "B"], code=["A"])
            self.assertEqual(answer, {"missing": ["B"], "names": ["A"]})

    def test_what_is_printed_comes_out_once(self) -> None:
        peer = Peer({"counter.py": "print('import')\n"})
        peer.load()
        peer.steps("print('one')")
        peer.steps("print('two', end='')")
        self.assertEqual(peer.close(), ("import\none\ntwo", ""))

    def test_low_descriptors_are_free(self) -> None:
        with Peer({"counter.py": "import os\n"}) as peer:
            peer.load()
            code = ["os.open('/dev/null', 0)", "os.closerange(3, os.sysconf('SC_OPEN_MAX'))", "7"]
            self.assertEqual(peer.steps(*code)[::2], [value({"i": "3"}), value({"i": "7"})])

    def test_classes_of_the_steps_can_be_pickled(self) -> None:
        with Peer({"counter.py": "import pickle\n"}) as peer:
            peer.load()
            ends = peer.steps("class A: pass", "type(pickle.loads(pickle.dumps(A()))) is A")
            self.assertEqual(ends[1], value({"b": True}))

    def test_a_high_recursion_limit_stays(self) -> None:
        source = "import sys\nsys.setrecursionlimit(5000)\ndef f(n): return n and f(n - 1)\n"
        with Peer({"counter.py": source}) as peer:
            peer.load()
            self.assertEqual(
                peer.steps("f(3000)", "sys.getrecursionlimit()"), [value({"i": "0"}), value({"i": "5000"})]
            )

    def test_a_low_recursion_limit_does_no_harm(self) -> None:
        with Peer({"counter.py": "import sys\n"}) as peer:
            peer.load()
            self.assertEqual(
                peer.steps("sys.setrecursionlimit(30)", "[[[1]]]")[1],
                value({"l": [{"l": [{"l": [{"i": "1"}]}]}]}),
            )

    def test_tracers_do_not_see_the_encoder(self) -> None:
        source = "import sys\nseen = []\ndef trace(frame, *_):\n"
        source += "  seen.append(frame.f_code.co_name)\n  return trace\n"
        with Peer({"counter.py": source}) as peer:
            peer.load()
            ends = peer.steps(
                "sys.settrace(trace)", "[[1]]", "'_walk' in seen or 'leaf' in seen", "sys.gettrace() is trace"
            )
            self.assertEqual(ends[2:], [value({"b": False}), value({"b": True})])


class Threads(unittest.TestCase):
    def test_threads_and_processes_left_by_the_import_live_in_every_question(self) -> None:
        thread = "import queue, threading\nq = queue.Queue()\nr = queue.Queue()\n"
        thread += "def work():\n  while True: r.put(q.get() + 1)\n"
        thread += "threading.Thread(target=work, daemon=True).start()\n"
        with Peer({"counter.py": thread}) as peer:
            peer.load()
            for _ in range(2):
                self.assertEqual(peer.steps("q.put(1)", "r.get(timeout=5)")[1], value({"i": "2"}))

        process = "import os\na, b = os.pipe()\nc, d = os.pipe()\nif os.fork() == 0:\n"
        process += "  while True: os.write(d, os.read(a, 1) * 2)\n"
        with Peer({"counter.py": process}, namespace=True) as peer:
            peer.load()
            for _ in range(2):
                self.assertEqual(peer.steps("os.write(b, b'x')", "os.read(c, 9)")[1], value({"y": "7878"}))

    def test_threads_of_a_step_do_not_hold_the_answer(self) -> None:
        with Peer({"counter.py": "import threading, time\n"}) as peer:
            peer.load()
            ends = peer.steps("threading.Thread(target=time.sleep, args=(60,)).start()", "1")
            self.assertEqual(ends[1], value({"i": "1"}))

    def test_a_handler_for_children_does_not_steal_ours(self) -> None:
        for handler in ("lambda *_: os.waitpid(-1, 0)", "signal.SIG_IGN"):
            source = f"import os, signal\nsignal.signal(signal.SIGCHLD, {handler})\n"
            with self.subTest(handler=handler), Peer({"counter.py": source}) as peer:
                peer.load()
                for _ in range(2):
                    answer, ended = peer.ask("steps", file="counter.py", needs=[], code=["os._exit(7)"])
                    self.assertEqual((answer, ended["status"]), (None, 7))
                ends = peer.steps("signal.getsignal(signal.SIGCHLD) != signal.SIG_DFL")
                self.assertEqual(ends, [value({"b": True})])


class Model(unittest.TestCase):
    def test_orders(self) -> None:
        order = [["thread", 1, 0], ["main", 0, 0], ["thread", 0, 0], ["end", 0, 0]]
        with Peer({}) as peer:
            answer, _ = peer.ask(
                "model",
                source="import collections\nlog = []",
                setup="log.append(0)",
                orders=[order, order[::-1]],
                threads=[["log.append(1)"], ["log.append(2)"]],
                main=["1 / 0"],
                end=["list(log)"],
            )
            assert answer is not None
            first, second = answer["orders"]
            self.assertEqual(first[3], value({"l": [{"i": "0"}, {"i": "2"}, {"i": "1"}]}))
            self.assertEqual(second[0], value({"l": [{"i": "0"}]}))
            self.assertEqual(first[1]["raised"]["classes"][0], "ZeroDivisionError")

    def test_a_broken_model(self) -> None:
        with Peer({}) as peer:
            for source in ("def", "1/0"):
                answer, _ = peer.ask(
                    "model", source=source, setup="", orders=[[]], threads=[], main=[], end=[]
                )
                assert answer is not None
                self.assertIn(answer["raised"]["classes"][0], ("SyntaxError", "ZeroDivisionError"))


if __name__ == "__main__":
    unittest.main()
