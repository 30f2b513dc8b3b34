"""A scripted function in strict schedules: which call each attempt belongs to, and what is noted of it."""

from __future__ import annotations

import unittest
from typing import Any

from driving import Driven, Message

SOURCE = """
import time

def again(function):
    def call(*args, **kwargs):
        while True:
            try:
                return function(*args, **kwargs)
            except OSError:
                time.sleep(2)
    return call

def early(function):
    function()
    return function

def named(function):
    return [function.__name__, function.__qualname__, function.__module__, type(function).__name__]
"""


def attempt(**parts: Any) -> Message:
    return {"times": 1, "takes": 0.0, "sets_clock": 0.0, "calls": None, "raises": None, "returns": None, **parts}


def call(code: str, operation: Any, *attempts: Message, looks: Any = (), spare: int = 0) -> Message:
    return {
        "code": code,
        "operation": operation,
        "looks": list(looks),
        "attempts": list(attempts),
        "spare": spare,
        "arguments": True,
    }


FAILS = attempt(raises="OSError('no')", times=2)
GIVES = attempt(returns="7")


class Scripts(unittest.TestCase):
    def answer(self, setup: str, calls: list[Message], **parts: Any) -> Message:
        with Driven({"program.py": SOURCE}) as session:
            ready = session.scenario(
                clock="strict", setup=setup, script={"calls": calls}, steps=200_000, **parts
            )
            self.assertEqual(ready, {"ready": True})
            return session.schedule()

    def test_attempts_sleeps_and_arguments_are_noted(self) -> None:
        made = call("wrapped(1, size=2)", ["main", 0, 0], FAILS, GIVES, looks=[["main", 0, 1]])
        looked = "(result, error, returned, [type(one).__name__ for one in thrown])"
        answer = self.answer("wrapped = again(attempt)", [made], main=[made["code"], looked])
        self.assertEqual(answer["end"], "finished", answer)
        scripted = answer["scripted"]
        self.assertEqual([index for index, _ in scripted["attempts"]], [0, 0, 0])
        self.assertEqual(scripted["attempts"][0][1], [{"t": [{"i": "1"}]}, {"d": [[{"s": "size"}, {"i": "2"}]]}])
        self.assertEqual(scripted["sleeps"], [[0.0, 2.0], [2.0, 4.0]])
        self.assertEqual(scripted["calls"], [[0, 0.0, 4.0, None]])
        self.assertEqual([one[3:5] for one in answer["watched"]], [[0.0, 0.0], [2.0, 2.0], [4.0, 4.0]])
        self.assertIn('"OSError"', str(answer["results"][1]["end"]).replace("'", '"'))

    def test_an_attempt_takes_its_time_and_is_no_sleep(self) -> None:
        made = call("wrapped()", ["main", 0, 0], attempt(raises="OSError", takes=5.0), GIVES)
        answer = self.answer("wrapped = again(attempt)", [made], main=[made["code"]])
        self.assertEqual(answer["scripted"]["sleeps"], [[5.0, 7.0]])

    def test_one_attempt_too_many_ends_the_schedule(self) -> None:
        made = call("wrapped()", ["main", 0, 0], FAILS)
        answer = self.answer("wrapped = again(attempt)", [made], main=[made["code"]])
        self.assertEqual((answer["end"], answer["failure"]), ("failed", {"kind": "extra-attempt", "call": 0}))
        spare = call("wrapped()", ["main", 0, 0], FAILS, spare=3)
        answer = self.answer("wrapped = again(attempt)", [spare], main=[spare["code"]])
        self.assertEqual(len(answer["scripted"]["attempts"]), 5)

    def test_a_call_outside_of_all_calls_is_a_stray(self) -> None:
        made = call("wrapped()", ["main", 0, 0], GIVES)
        answer = self.answer("wrapped = early(attempt)", [made], main=[made["code"]])
        self.assertEqual(answer["failure"], {"kind": "extra-attempt", "call": None})

    def test_attempts_belong_to_the_innermost_call_of_their_thread(self) -> None:
        outer = call("wrapped('outer')", ["thread", 1, 0], attempt(raises="OSError", calls=1), GIVES)
        inner = call("wrapped('inner')", None, FAILS, GIVES)
        other = call("wrapped('other')", ["thread", 2, 0], FAILS, GIVES)
        calls = [outer, inner, other]
        answer = self.answer(
            "wrapped = again(attempt)", calls, threads=[[outer["code"]], [other["code"]]]
        )
        self.assertEqual(answer["end"], "finished", answer)
        given: dict[int, set[str]] = {index: set() for index in range(3)}
        for index, (args, _) in answer["scripted"]["attempts"]:
            given[index].add(args["t"][0]["s"])
        self.assertEqual(given, {0: {"outer"}, 1: {"inner"}, 2: {"other"}})
        ends = {index: end for index, _, _, end in answer["scripted"]["calls"]}
        self.assertEqual(ends, {0: None, 1: {"value": {"i": "7"}}, 2: None})

    def test_a_wall_clock_that_is_set_leaves_the_others_alone(self) -> None:
        made = call("wrapped()", ["main", 0, 0], attempt(returns="0", sets_clock=-3600.0))
        clocks = "(round(time.time() - wall), round(time.monotonic() - steady), "
        clocks += "round((datetime.datetime.now() - date).total_seconds()))"
        answer = self.answer(
            "import datetime, time\nwall, steady, date = time.time(), time.monotonic(), datetime.datetime.now()\n"
            "wrapped = attempt",
            [made],
            main=[made["code"], clocks],
        )
        value = answer["results"][1]["end"]["value"]
        self.assertEqual(value, {"t": [{"i": "-3600"}, {"i": "0"}, {"i": "-3600"}]})

    def test_the_function_looks_like_any_other(self) -> None:
        made = call("wrapped()", ["main", 0, 0], GIVES)
        answer = self.answer("wrapped = attempt", [made], main=[made["code"], "named(attempt)"])
        words = [item["s"] for item in answer["results"][1]["end"]["value"]["l"]]
        self.assertEqual(words, ["attempt", "attempt", "__main__", "function"])


if __name__ == "__main__":
    unittest.main()
