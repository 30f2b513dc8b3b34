"""Explore one program with the package `frontrun`: `with_frontrun.py FILE random|dpor SECONDS`.

`frontrun` schedules a fixed list of workers: the threads of `work` programs are given to it; a program with `main`
is one worker, and what it starts is not scheduled. Started as `frontrun python with_frontrun.py …`.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
import types
from pathlib import Path
from typing import Any, Callable

# Not an import statement: the checker of types has no such package.
frontrun: Any = importlib.import_module("frontrun")
path, strategy, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
code = compile(Path(path).read_text(encoding="utf-8"), path, "exec")


def load() -> Any:
    module = types.ModuleType("program")
    sys.modules["program"] = module
    exec(code, module.__dict__)
    return module


def task() -> tuple[Callable[[], Any], list[Callable[[Any], Any]], Callable[[Any], bool]]:
    first = load()
    if hasattr(first, "main"):
        return load, [lambda module: module.main()], lambda module: True
    works = getattr(first, "WORKERS", None) or [first.work]
    count = getattr(first, "N", None) or max(2, len(works))
    times = getattr(first, "K", None) or 1

    def worker(index: int) -> Callable[[Any], None]:
        def loop(state: Any) -> None:
            module = state[0]
            workers = getattr(module, "WORKERS", None) or [module.work]
            for _ in range(times):
                workers[index % len(workers)](state[1])

        return loop

    def holds(state: Any) -> bool:
        try:
            state[0].check(state[1], count * times)
        except AssertionError:
            return False
        return True

    def setup() -> tuple[Any, Any]:
        module = load()
        return module, module.setup()

    return setup, [worker(index) for index in range(count)], holds


def explore() -> dict[str, Any]:
    setup, workers, holds = task()
    options: dict[str, Any] = {"max_executions": 500} if strategy == "dpor" else {"max_attempts": 100, "seed": 1}
    result = frontrun.explore(
        setup=setup,
        workers=workers,
        invariant=holds,
        strategy=strategy,
        deadlock_timeout=min(3.0, seconds),
        timeout_per_run=min(5.0, seconds),
        total_timeout=seconds,
        reproduce_on_failure=1,
        **options,
    )
    if result.property_holds:
        return {"verdict": "right"}
    note = str(result.explanation)
    verdict = "inconclusive" if "inconclusive" in note else "wrong"
    return {"verdict": verdict, "schedules": result.num_explored, "note": note[:200]}


try:
    found = explore()
except BaseException as raised:
    # What the program raised is a find; what the package raises of itself is not.
    of_program = any(frame.filename == path for frame in traceback.extract_tb(raised.__traceback__))
    found = {
        "verdict": "wrong" if of_program else "inconclusive",
        "note": f"{type(raised).__name__}: {raised}"[:200],
    }
os.write(1, b"\n" + json.dumps(found).encode() + b"\n")
os._exit(0)
