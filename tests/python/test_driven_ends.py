"""Ends that never come: event loops that nobody wakes, exit functions that wait, threads that outlive the program."""

from __future__ import annotations

import unittest
from typing import Any

from driving import Driven, Message
from searching import Search


def ends(body: str, **parts: Any) -> Message:
    with Driven({"program.py": body}) as session:
        # A schedule that waits for real would wait for ever.
        session._socket.settimeout(60)
        ready = session.scenario(**{"main": ["main()"], **parts})
        assert ready == {"ready": True}, ready
        return session.schedule()


class Ends(unittest.TestCase):
    def waits(self, answer: Message) -> list[Any]:
        self.assertEqual(answer["end"], "failed", answer.get("results"))
        self.assertEqual(answer["failure"]["kind"], "deadlock")
        return [(wait["thread"], wait["wanted"]) for wait in answer["failure"]["waits"]]

    def test_an_event_loop_that_nobody_wakes_is_a_deadlock(self) -> None:
        body = """
import asyncio
def main():
    async def forever():
        await asyncio.Event().wait()
    asyncio.run(forever())
"""
        self.assertEqual(self.waits(ends(body)), [(0, "event loop")])

    def test_a_loop_that_was_not_stopped_keeps_the_program_from_ending(self) -> None:
        body = """
import asyncio, threading
def main():
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever).start()
    return asyncio.run_coroutine_threadsafe(asyncio.sleep(1, "slept"), loop).result()
"""
        self.assertEqual(self.waits(ends(body)), [(1, "event loop")])

    def test_two_loops_that_sleep_do_not_wait_for_each_other(self) -> None:
        body = """
import asyncio, threading
def main():
    ts = [threading.Thread(target=asyncio.run, args=(asyncio.sleep(n),)) for n in (1, 2)]
    for t in ts: t.start()
    for t in ts: t.join()
"""
        self.assertEqual(ends(body)["end"], "finished")

    def test_an_exit_function_that_waits_for_ever_is_a_deadlock(self) -> None:
        body = """
import atexit, threading
lock = threading.Lock()
def main():
    threading.Thread(target=lock.acquire).start()
    atexit.register(lock.acquire)
"""
        (waits,) = self.waits(ends(body))
        self.assertEqual(waits[0], 0)

    def test_a_thread_that_outlives_the_program_is_named_without_the_main_thread(self) -> None:
        body = """
import atexit, threading
def main():
    atexit.register(print)
    threading.Thread(target=threading.Event().wait).start()
"""
        self.assertEqual([thread for thread, _ in self.waits(ends(body))], [1])

    def test_what_exit_functions_do_comes_after_the_threads(self) -> None:
        body = """
import atexit, threading
seen = []
lock = threading.Lock()
def work():
    with lock: seen.append(1)
def main():
    atexit.register(work)
    for _ in range(2): threading.Thread(target=work).start()
"""
        with Driven({"program.py": body}) as session:
            session.scenario(main=["main()"])
            found = Search(session, 100)
            found.check()
            self.assertIsNone(found.failure)

    def test_a_raw_thread_that_dies_fails_the_schedule(self) -> None:
        body = """
import _thread, threading
def main():
    done = threading.Event()
    def work():
        try: raise ValueError
        finally: done.set()
    _thread.start_new_thread(work, ())
    done.wait()
    threading.Thread(target=int).start()
"""
        answer = ends(body)
        self.assertEqual((answer["end"], answer["failure"]["kind"]), ("failed", "thread-died"))

    def test_a_thread_may_wait_while_its_own_variables_die(self) -> None:
        body = """
import threading
own, gate, told = threading.local(), threading.Event(), []
class Thing:
    def __del__(self):
        gate.wait()
        told.append("died")
def work(): own.thing = Thing()
def main():
    t = threading.Thread(target=work); t.start()
    gate.set()
    t.join()
    return told
"""
        answer = ends(body)
        self.assertEqual(answer["end"], "finished", answer.get("failure"))
        self.assertEqual(answer["results"][0]["end"]["value"], {"l": [{"s": "died"}]})

    def test_a_source_that_is_too_deep_for_the_hooks_is_refused(self) -> None:
        body = f"def main(): return {' + '.join(['1'] * 2600)}"
        answer = ends(body)
        self.assertEqual(answer["import"]["classes"][0], "RecursionError")


if __name__ == "__main__":
    unittest.main()
