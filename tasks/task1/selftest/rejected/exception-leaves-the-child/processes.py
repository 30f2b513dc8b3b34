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
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        status = func()
        sys.stdout.flush()
        os._exit(status)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)
