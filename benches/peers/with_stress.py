"""Run one program with real threads until the time is up: `with_stress.py FILE SECONDS HANG_SECONDS`.

A program with one `work` and no N or K of its own is done by eight threads, ten thousand times each; any other one
as it is written, again and again. A round that does not end within HANG_SECONDS counts as a hang.
"""

from __future__ import annotations

import inspect
import json
import os
import signal
import sys
import threading
import time
import types
from pathlib import Path
from typing import Any, NoReturn

THREADS, TIMES = 8, 10_000

path, seconds, hang = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
code = compile(Path(path).read_text(encoding="utf-8"), path, "exec")
failures: list[str] = []
rounds = 0
write, exit_now, monotonic = os.write, os._exit, time.monotonic


def answer(verdict: str, note: str = "") -> NoReturn:
    text = json.dumps({"verdict": verdict, "schedules": rounds or None, "note": note})
    write(1, b"\n" + text.encode() + b"\n")
    # Children of the program must not keep the pipe open.
    os.killpg(0, signal.SIGKILL) if os.getpgrp() == os.getpid() else exit_now(0)
    raise AssertionError("ended")


def watch() -> None:
    seen = -1
    while seen != rounds:
        seen = rounds
        time.sleep(hang)
    answer("wrong", f"no round ended within {hang:g} s")


def load() -> Any:
    module = types.ModuleType("program")
    sys.modules["program"] = module
    exec(code, module.__dict__)
    return module


def by_main(module: Any) -> None:
    taken = inspect.signature(module.main).parameters
    module.main(**{name: value for name, value in (("n", THREADS), ("k", 1000)) if name in taken})


def by_work(module: Any) -> None:
    workers = getattr(module, "WORKERS", None) or [module.work]
    written = len(workers) > 1 or hasattr(module, "N") or hasattr(module, "K")
    count = (getattr(module, "N", None) or max(2, len(workers))) if written else THREADS
    times = (getattr(module, "K", None) or 1) if written else TIMES
    state = module.setup()
    start = threading.Barrier(count)

    def loop(work: Any) -> None:
        start.wait()
        for _ in range(times):
            work(state)

    threads = [
        threading.Thread(target=loop, args=(workers[index % len(workers)],), daemon=True) for index in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not failures:
        module.check(state, count * times)


def main() -> None:
    global rounds
    sys.setswitchinterval(1e-6)
    threading.excepthook = lambda raised: failures.append(f"{raised.exc_type.__name__}: {raised.exc_value}")
    threading.Thread(target=watch, daemon=True).start()
    end = monotonic() + seconds
    pid = os.getpid()
    try:
        while not rounds or monotonic() < end:
            module = load()
            by_main(module) if hasattr(module, "main") else by_work(module)
            if os.getpid() != pid:
                exit_now(1)
            rounds += 1
            if failures:
                answer("wrong", failures[0])
    except BaseException as raised:
        if os.getpid() != pid:
            exit_now(1)
        rounds += 1
        answer("wrong", f"{type(raised).__name__}: {raised}")
    answer("right")


main()
