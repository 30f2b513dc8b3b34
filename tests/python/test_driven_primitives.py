"""Programs whose assertions hold for the interpreter's own primitives hold under driven schedules too."""

from __future__ import annotations

import sys
import textwrap
import unittest

from driving import Driven
from searching import failing

# Each `main` is true of the documentation in every schedule; it is also run with the real primitives.
PROGRAMS = {
    "lock": """
        import threading, _thread
        def main():
            for lock in (threading.Lock(), _thread.allocate_lock()):
                assert lock.acquire() is True and lock.locked()
                assert lock.acquire(False) is False and lock.acquire(blocking=False) is False
                assert lock.acquire(timeout=0.01) is False and lock.acquire(True, 0.01) is False
                lock.release()
                with lock as got: assert got is True and lock.locked()
                assert not lock.locked()
                for bad in (lambda: lock.release(), lambda: lock.acquire(False, 1), lambda: lock.acquire(True, -2),
                            lambda: lock.acquire(timeout=1e12)):
                    try: bad()
                    except (RuntimeError, ValueError, OverflowError): pass
                    else: raise AssertionError("accepted")
                lock.acquire()
                t = threading.Thread(target=lock.release); t.start(); t.join()
                assert not lock.locked()
            try: type("L", (type(threading.Lock()),), {})
            except TypeError: pass
            else: raise AssertionError("subclassed")
    """,
    "rlock": """
        import threading
        def main():
            lock = threading.RLock()
            assert lock.acquire() and lock.acquire(blocking=False) and lock.acquire(timeout=1)
            other = []
            def look():
                other.append(lock.acquire(blocking=False))
                try: lock.release()
                except RuntimeError: other.append("refused")
            t = threading.Thread(target=look); t.start(); t.join()
            assert other == [False, "refused"], other
            for _ in range(3): lock.release()
            try: lock.release()
            except RuntimeError: pass
            else: raise AssertionError
            def hold():
                with lock:
                    with lock: other.append("in")
            ts = [threading.Thread(target=hold) for _ in range(2)]
            for t in ts: t.start()
            for t in ts: t.join()
            assert other[2:] == ["in", "in"]
    """,
    "condition": """
        import threading
        def main():
            cond, items, got = threading.Condition(), [], []
            def take():
                with cond:
                    while not items: cond.wait()
                    got.append(items.pop())
            ts = [threading.Thread(target=take) for _ in range(2)]
            for t in ts: t.start()
            for n in range(2):
                with cond: items.append(n); cond.notify()
            for t in ts: t.join()
            assert sorted(got) == [0, 1]
            with cond:
                assert cond.wait(0.01) is False
                assert cond.wait_for(lambda: False, timeout=0.01) is False
                assert cond.wait_for(lambda: "yes") == "yes"
                cond.notify_all()
            for f in (cond.notify, cond.wait):
                try: f()
                except RuntimeError: pass
                else: raise AssertionError
            lock = threading.Lock(); shared = threading.Condition(lock)
            with shared: assert lock.locked()
            r = threading.RLock(); rc = threading.Condition(r); seen = []
            def waiter():
                with r:
                    with rc:
                        seen.append("waits"); rc.wait(); seen.append("woken")
            t = threading.Thread(target=waiter); t.start()
            while True:
                with r:
                    if seen: rc.notify(); break
            t.join()
            assert seen == ["waits", "woken"]
    """,
    "event": """
        import threading
        def main():
            e, seen = threading.Event(), []
            def wait():
                assert e.wait() is True
                seen.append(1)
            ts = [threading.Thread(target=wait) for _ in range(2)]
            for t in ts: t.start()
            assert not e.is_set() and e.wait(0.01) is False
            e.set()
            for t in ts: t.join()
            assert seen == [1, 1] and e.wait(0) and e.is_set()
            e.clear()
            assert not e.is_set()
    """,
    "semaphore": """
        import threading
        def main():
            s = threading.Semaphore(2)
            assert s.acquire() and s.acquire(blocking=False) and not s.acquire(blocking=False)
            assert s.acquire(timeout=0.01) is False
            s.release(2)
            inside, most, guard = [0], [0], threading.Lock()
            def work():
                with s:
                    with guard: inside[0] += 1; most[0] = max(most[0], inside[0])
                    with guard: inside[0] -= 1
            ts = [threading.Thread(target=work) for _ in range(3)]
            for t in ts: t.start()
            for t in ts: t.join()
            assert 1 <= most[0] <= 2
            b = threading.BoundedSemaphore(1)
            try: b.release()
            except ValueError: pass
            else: raise AssertionError
    """,
    "barrier": """
        import threading
        def main():
            order, b = [], threading.Barrier(3, action=lambda: order.append("action"))
            def work(n):
                order.append("before")
                index = b.wait()
                assert 0 <= index < 3
                order.append("after")
            ts = [threading.Thread(target=work, args=(n,)) for n in range(3)]
            for t in ts: t.start()
            for t in ts: t.join()
            assert order == ["before"] * 3 + ["action"] + ["after"] * 3, order
            alone = threading.Barrier(2)
            try: alone.wait(0.01)
            except threading.BrokenBarrierError: pass
            else: raise AssertionError
            assert alone.broken
            alone.reset()
            assert not alone.broken and alone.parties == 2
    """,
    "timer": """
        import threading
        def main():
            done = []
            t = threading.Timer(0.01, done.append, args=[1]); t.start(); t.join()
            assert done == [1]
            c = threading.Timer(50, done.append, args=[2]); c.cancel(); c.start(); c.join()
            assert done == [1]
    """,
    "local": """
        import threading
        class Mine(threading.local):
            def __init__(self, n): self.n = n
        def main():
            plain, mine, seen = threading.local(), Mine(5), []
            plain.x = "main"
            def work():
                assert not hasattr(plain, "x") and mine.n == 5
                plain.x = mine.n = 7
                seen.append((plain.x, mine.n))
            ts = [threading.Thread(target=work) for _ in range(2)]
            for t in ts: t.start()
            for t in ts: t.join()
            assert seen == [(7, 7)] * 2 and plain.x == "main" and mine.n == 5
    """,
    "thread": """
        import threading
        class T(threading.Thread):
            def __init__(self): super().__init__(daemon=True, name="mine"); self.result = None
            def run(self): self.result = threading.current_thread() is self, threading.get_ident() == self.ident
        def main():
            t = T()
            assert not t.is_alive() and t.ident is None and t.daemon and t.name == "mine"
            try: t.join()
            except RuntimeError: pass
            else: raise AssertionError
            t.start()
            assert t.ident is not None
            try: t.start()
            except RuntimeError: pass
            else: raise AssertionError
            t.join(); t.join()
            assert t.result == (True, True) and not t.is_alive()
            assert threading.current_thread() is threading.main_thread()
            assert threading.current_thread().name == "MainThread" and threading.active_count() >= 1
            gate = threading.Event()
            w = threading.Thread(target=gate.wait); w.start()
            assert w.is_alive() and w in threading.enumerate()
            w.join(0.01); assert w.is_alive()
            gate.set(); w.join()
            assert w not in threading.enumerate()
            out = []
            def nested():
                inner = threading.Thread(target=out.append, args=(1,), kwargs={}); inner.start(); inner.join()
                try: threading.current_thread().join()
                except RuntimeError: out.append("self")
            n = threading.Thread(target=nested); n.start(); n.join()
            assert out == [1, "self"]
            def leave(): raise SystemExit
            s = threading.Thread(target=leave); s.start(); s.join()
    """,
    "raw": """
        import _thread, threading
        def main():
            done, lock = [], _thread.allocate_lock()
            lock.acquire()
            def work(a, b=0): done.append((a, b)); lock.release()
            ident = _thread.start_new_thread(work, (1,), {"b": 2})
            lock.acquire()
            assert done == [(1, 2)] and isinstance(ident, int)
            try: _thread.start_new_thread(3, ())
            except TypeError: pass
            else: raise AssertionError
    """,
    "excepthook": """
        import threading
        def main():
            seen = []
            threading.excepthook = lambda args: seen.append((args.exc_type, args.thread.name))
            def fail(): raise ValueError("x")
            t = threading.Thread(target=fail, name="f"); t.start(); t.join()
            assert seen == [(ValueError, "f")], seen
    """,
    "queue": """
        import queue, threading
        def main():
            for cls in (queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue):
                q = cls()
                for n in (2, 1, 3): q.put(n)
                out = [q.get() for _ in range(3)]
                assert out == {queue.LifoQueue: [3, 1, 2], queue.PriorityQueue: [1, 2, 3]}.get(cls, [2, 1, 3])
                assert q.empty() and q.qsize() == 0
                for f in (q.get_nowait, lambda: q.get(False), lambda: q.get(timeout=0.01)):
                    try: f()
                    except queue.Empty: pass
                    else: raise AssertionError
            q, got = queue.Queue(maxsize=1), []
            q.put(1)
            for f in (lambda: q.put_nowait(2), lambda: q.put(2, timeout=0.01)):
                try: f()
                except queue.Full: pass
                else: raise AssertionError
            assert q.full()
            def consume():
                while True:
                    item = q.get()
                    got.append(item); q.task_done()
                    if item is None: return
            t = threading.Thread(target=consume); t.start()
            q.put(2); q.put(3); q.put(None)
            q.join(); t.join()
            assert got == [1, 2, 3, None]
            try: q.task_done()
            except ValueError: pass
            else: raise AssertionError
            s = queue.SimpleQueue(); t = threading.Thread(target=lambda: s.put("late")); t.start()
            assert s.get() == "late"; t.join()
    """,
    "executor": """
        from concurrent.futures import (ThreadPoolExecutor, wait, as_completed, FIRST_COMPLETED, TimeoutError,
                                        CancelledError)
        import threading
        def main():
            with ThreadPoolExecutor(2, thread_name_prefix="w", initializer=lambda: None) as ex:
                assert list(ex.map(lambda x: x * x, range(4))) == [0, 1, 4, 9]
                fs = [ex.submit(pow, n, 2) for n in range(3)]
                assert sorted(f.result() for f in as_completed(fs)) == [0, 1, 4]
                done, rest = wait(fs)
                assert len(done) == 3 and not rest and all(f.done() for f in fs)
                gate = threading.Event(); f = ex.submit(gate.wait)
                try: f.result(timeout=0.01)
                except TimeoutError: pass
                else: raise AssertionError
                gate.set(); assert f.result() is True
                bad = ex.submit(lambda: 1 / 0)
                assert isinstance(bad.exception(), ZeroDivisionError)
                called = []; bad.add_done_callback(called.append); assert called == [bad]
                done, _ = wait([ex.submit(int)], return_when=FIRST_COMPLETED); assert done
            try: ex.submit(int)
            except RuntimeError: pass
            else: raise AssertionError
            unused = ThreadPoolExecutor(1); assert unused.submit(int, "7").result() == 7
    """,
    "threadpool": """
        from multiprocessing.pool import ThreadPool
        from multiprocessing.dummy import Pool
        import multiprocessing.dummy as dummy
        def main():
            with ThreadPool(2) as p:
                assert p.map(abs, [-1, -2, 3]) == [1, 2, 3]
                r = p.apply_async(pow, (2, 3)); assert r.get() == 8 and r.ready() and r.successful()
                assert sorted(p.imap_unordered(abs, [-4, 5])) == [4, 5]
            p = Pool(1); assert p.apply(abs, (-1,)) == 1; p.close(); p.join()
            q = dummy.Queue(); d = dummy.Process(target=q.put, args=(1,)); d.start(); d.join(); assert q.get() == 1
    """,
    "asyncio": """
        import asyncio, threading, time
        async def co(n): await asyncio.sleep(0.01 * n); return n
        async def go():
            loop = asyncio.get_running_loop()
            a = await asyncio.gather(co(2), co(1))
            b = await loop.run_in_executor(None, pow, 2, 5)
            try: await asyncio.wait_for(asyncio.sleep(50), 0.01)
            except asyncio.TimeoutError: a.append("late")
            e = asyncio.Event(); loop.call_later(0.01, e.set); await e.wait()
            t = threading.Thread(target=lambda: loop.call_soon_threadsafe(f.set_result, 3)); f = loop.create_future()
            t.start(); c = await f; t.join()
            return a, b, c
        def main():
            out = []
            t = threading.Thread(target=lambda: out.append(asyncio.run(go()))); t.start(); t.join()
            assert out == [([2, 1, "late"], 32, 3)], out
            assert asyncio.run(go())[1] == 32
            if hasattr(asyncio, "to_thread"):
                async def th(): return await asyncio.to_thread(lambda: threading.current_thread().name != "MainThread")
                assert asyncio.run(th()) is True
    """,
    "library": """
        import threading, functools, contextlib, logging, weakref, sched, time, itertools
        class C:
            @functools.cached_property
            def p(self): calls.append(1); return 5
        calls = []
        @functools.lru_cache(maxsize=None)
        def cached(n): return n * 2
        def main():
            c, ids, count = C(), [], itertools.count()
            def work():
                assert c.p == 5 and cached(3) == 6
                ids.append(next(count))
                logging.getLogger("x").debug("quiet")
                with contextlib.suppress(KeyError): {}["k"]
            ts = [threading.Thread(target=work) for _ in range(3)]
            for t in ts: t.start()
            for t in ts: t.join()
            assert sorted(ids) == [0, 1, 2]
            s = sched.scheduler(time.time, time.sleep); ran = []
            s.enter(0.01, 1, ran.append, (1,)); s.run(); assert ran == [1]
            class Gone: pass
            g = Gone(); gone = []; weakref.finalize(g, gone.append, 1); del g; assert gone == [1]
    """,
    "clock": """
        import time, threading
        def main():
            a = time.monotonic(); time.sleep(0.02); b = time.monotonic()
            assert b - a >= 0.019 and time.perf_counter() <= time.perf_counter() and time.time_ns() > 10 ** 18
            end = time.monotonic() + 0.02
            while time.monotonic() < end: pass
            for bad in (-1, "x"):
                try: time.sleep(bad)
                except (ValueError, TypeError): pass
                else: raise AssertionError
            time.sleep(0); time.sleep(True and 0)
    """,
}

if sys.version_info >= (3, 13):
    PROGRAMS["shutdown"] = """
        import queue, threading, _thread
        def main():
            q, seen = queue.Queue(), []
            def get():
                try: q.get()
                except queue.ShutDown: seen.append("down")
            t = threading.Thread(target=get); t.start()
            q.shutdown(); t.join()
            try: q.put(1)
            except queue.ShutDown: seen.append("put")
            assert seen == ["down", "put"], seen
            h = _thread.start_joinable_thread(lambda: seen.append("joined")); h.join(); assert h.is_done()
            assert seen[-1] == "joined" and isinstance(h.ident, int)
    """
if sys.version_info < (3, 10):
    # `multiprocessing.dummy` and `cached_property` are there, `anext` and `aiter` are not used.
    pass


class Primitives(unittest.TestCase):
    def test_real(self) -> None:
        import threading

        for name, source in PROGRAMS.items():
            with self.subTest(name=name):
                hook = threading.excepthook
                namespace: dict[str, object] = {"__name__": "program"}
                exec(compile(textwrap.dedent(source), name, "exec", 0, True), namespace)
                try:
                    namespace["main"]()  # type: ignore[operator]
                finally:
                    threading.excepthook = hook

    def test_driven(self) -> None:
        files = {f"{name}_program.py": textwrap.dedent(source) for name, source in PROGRAMS.items()}
        with Driven(files) as session:
            for file in files:
                ready = session.scenario(file=file, needs=["main"], main=["main()"])
                self.assertEqual(ready, {"ready": True})
                answer = session.schedule()
                with self.subTest(file=file):
                    self.assertIsNone(failing(answer), answer["end"])
                    self.assertEqual(answer["end"], "finished")
                length = len(answer.get("decisions", ()))
                for seed in range(8):
                    with self.subTest(file=file, seed=seed):
                        random = {"seed": seed, "depth": 3, "length": length}
                        answer = session.schedule(random=random, grain=("coarse", "fine")[seed % 2])
                        self.assertIsNone(failing(answer), answer["end"])


if __name__ == "__main__":
    unittest.main()
