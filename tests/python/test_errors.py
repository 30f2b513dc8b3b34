"""Exceptions that lie about who they are, what they say and where they come from."""

from __future__ import annotations

import json
import unittest
from typing import Any

from home import Budget, errors, wire

ROOT = "/submission"


def encode(error: BaseException, size: int = 1 << 20) -> Any:
    return json.loads(wire.encode(errors.encode(error, ROOT, Budget(size))))


def raised(source: str, file: str = ROOT + "/counter.py") -> Any:
    try:
        exec(compile(source, file, "exec"), {"__name__": "counter"})
    except BaseException as error:
        return encode(error)
    raise AssertionError("nothing was raised")


class Classes(unittest.TestCase):
    def test_builtin_classes_have_bare_names(self) -> None:
        self.assertEqual(
            encode(KeyError("x"))["classes"],
            ["KeyError", "LookupError", "Exception", "BaseException", "object"],
        )
        self.assertEqual(encode(OSError(2, "no"))["classes"][0], "FileNotFoundError")

    def test_a_borrowed_name_stays_foreign(self) -> None:
        exc = raised("class ValueError(Exception): pass\nraise ValueError")
        self.assertEqual(exc["classes"], ["counter.ValueError", "Exception", "BaseException", "object"])
        exc = raised("class ValueError(Exception): __module__ = 'builtins'\nraise ValueError")
        self.assertEqual(exc["classes"][0], "builtins.ValueError")

    def test_a_lying_class_attribute(self) -> None:
        exc = raised(
            "class Lie(Exception):\n  __class__ = ValueError\n"
            "  @property\n  def __mro__(self): return ()\nraise Lie"
        )
        self.assertEqual(exc["classes"], ["counter.Lie", "Exception", "BaseException", "object"])


class Causes(unittest.TestCase):
    def test_the_classes_of_the_cause(self) -> None:
        exc = raised("try:\n  {}['x']\nexcept KeyError as e:\n  raise ValueError('y') from e")
        self.assertEqual(exc["cause"][:2], ["KeyError", "LookupError"])
        self.assertNotIn("cause", raised("try:\n  {}['x']\nexcept KeyError as e:\n  raise ValueError('y')"))


class Texts(unittest.TestCase):
    def test_texts_of_builtin_exceptions(self) -> None:
        for error, text in [
            (ValueError("a", 1), "('a', 1)"),
            (ValueError(), ""),
            (KeyError("k"), "'k'"),
            (FileNotFoundError(2, "No such file", "x"), "[Errno 2] No such file: 'x'"),
            (
                UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
                "'utf-8' codec can't decode byte 0xff in position 0: bad",
            ),
            (StopIteration(3), "3"),
            (ValueError("x" * 3000), "x" * 2000),
            (ValueError("\ud800"), "\\ud800"),
        ]:
            with self.subTest(error=type(error)):
                self.assertEqual(encode(error)["text"], text)

    def test_nothing_of_the_students_is_called(self) -> None:
        class Bomb:
            def __str__(self) -> str:
                raise AssertionError("shown")

            __repr__ = __str__

        class Loud(Exception):
            def __str__(self) -> str:
                raise AssertionError("shown")

        class Quiet(Exception):
            pass

        self.assertEqual(encode(Quiet("a", 1))["text"], "('a', 1)")
        self.assertEqual(encode(type("Key", (KeyError,), {})("k"))["text"], "'k'")
        self.assertEqual(encode(Quiet(Bomb()))["text"], "")
        self.assertEqual(encode(ValueError(Bomb()))["text"], "")
        self.assertEqual(encode(KeyError(Bomb()))["text"], "")
        self.assertEqual(encode(ValueError("first", Bomb()))["text"], "first")
        self.assertEqual(encode(Loud("plain"))["text"], "plain")
        self.assertEqual(encode(Loud(Bomb()))["text"], "")
        disguised = OSError(2, "no", "file")
        disguised.filename = Bomb()
        self.assertEqual(encode(disguised)["text"], "")
        invalid = SyntaxError("msg")
        invalid.msg = Bomb()  # type: ignore[assignment]
        self.assertEqual(encode(invalid)["text"], "")

    def test_text_beyond_the_budget_is_dropped(self) -> None:
        self.assertEqual(encode(ValueError("x" * 1000), 300)["text"], "")


class Places(unittest.TestCase):
    def test_the_innermost_line_of_the_submission(self) -> None:
        exc = raised("def f():\n  g()\ndef g():\n  int('x')\nf()\n")
        self.assertEqual(exc["where"], ["counter.py", 4])

    def test_a_line_elsewhere_is_no_place(self) -> None:
        self.assertIsNone(raised("1/0", "<step>")["where"])
        self.assertIsNone(raised("1/0", "/submissions/x.py")["where"])

    def test_a_syntax_error_points_at_the_line_that_does_not_compile(self) -> None:
        try:
            compile("x = 1\ny = (\n", ROOT + "/sub/counter.py", "exec")
        except SyntaxError as error:
            exc = encode(error)
        self.assertEqual(exc["where"], ["sub/counter.py", 2])
        self.assertTrue(exc["text"])

    def test_recursion_without_end(self) -> None:
        exc = raised("def f(): f()\nf()")
        self.assertEqual((exc["classes"][0], exc["where"]), ("RecursionError", ["counter.py", 1]))

    def test_forged_tracebacks(self) -> None:
        exc = raised("e = ValueError('x')\nraise e.with_traceback(None)")
        self.assertEqual(exc["where"], ["counter.py", 2])


if __name__ == "__main__":
    unittest.main()
