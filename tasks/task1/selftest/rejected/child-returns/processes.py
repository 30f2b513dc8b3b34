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
        try:
            status = func()
            if status:
                sys.stdout.flush()
                os._exit(status)
            return status
        except SystemExit as stop:
            if isinstance(stop.code, str):
                print(stop.code, file=sys.stderr)
                os._exit(1)
            sys.stdout.flush()
            os._exit(stop.code or 0)
        except Exception:
            traceback.print_exc()
            sys.stdout.flush()
            os._exit(1)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)
