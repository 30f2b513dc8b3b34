import os
import sys
import traceback


def spawn_tree(levels):
    sys.stdout.flush()
    original = os.getpid()
    children = []
    for _ in range(levels):
        pid = os.fork()
        if pid == 0:
            children = []
        else:
            children.append(pid)
    print("Hello, world")
    sys.stdout.flush()
    for pid in children:
        os.waitpid(pid, 0)
    if os.getpid() != original:
        os._exit(0)


def run_in_child(func):
    try:
        return func()
    except SystemExit as stop:
        if stop.code is None or isinstance(stop.code, int):
            return stop.code or 0
        print(stop.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    return 1
