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
    status = 0
    try:
        print("Hello, world")
        sys.stdout.flush()
        for pid in children:
            os.waitpid(pid, 0)
    except BaseException:
        status = 1
        if os.getpid() == original:
            raise
    finally:
        if os.getpid() != original:
            os._exit(status)


def run_in_child(func):
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            status = func()
        except SystemExit as end:
            if end.code is None:
                status = 0
            elif isinstance(end.code, int):
                status = end.code
            else:
                print(end.code, file=sys.stderr)
                status = 1
        except Exception:
            traceback.print_exc()
            status = 1
        finally:
            try:
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(status & 255)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
