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
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            try:
                status = func()
            except SystemExit as stop:
                if stop.code is None:
                    status = 0
                elif isinstance(stop.code, int):
                    status = stop.code
                else:
                    print(stop.code, file=sys.stderr)
            except BaseException:
                traceback.print_exc(file=sys.stdout)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status & 255)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return -os.WTERMSIG(status)
    return os.WEXITSTATUS(status)
