from __future__ import annotations

import os
import sys
import threading
import traceback
from os import fork as split


def spawn_tree(levels: int) -> None:
    """A child for each level that is left, each in a thread that waits for it."""
    pids = []
    for left in range(levels):
        pids.append(_start(lambda left=left: spawn_tree(left) or 0))
    print("Hello, world")
    sys.stdout.flush()
    for pid in reversed(pids):
        _end(pid)


def run_in_child(func) -> int:
    return _end(_start(func))


def _start(func) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    pid = split()
    if pid:
        return pid
    try:
        os._exit(_guarded(func) & 0xFF)
    except BaseException:
        os._exit(1)


def _guarded(func) -> int:
    try:
        return int(func())
    except SystemExit as exit:
        if exit.code is None:
            return 0
        if isinstance(exit.code, int):
            return exit.code
        print(exit.code, file=sys.stderr)
        return 1
    except BaseException as error:
        traceback.print_exception(type(error), error, error.__traceback__)
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _end(pid: int) -> int:
    result = os.waitid(os.P_PID, pid, os.WEXITED)
    return result.si_status if result.si_code == os.CLD_EXITED else -result.si_status
