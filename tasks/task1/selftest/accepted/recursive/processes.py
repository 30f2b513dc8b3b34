import os
import sys
import traceback


def spawn_tree(levels: int) -> None:
    if levels == 0:
        print("Hello, world", flush=True)
        return
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            spawn_tree(levels - 1)
        finally:
            os._exit(0)
    spawn_tree(levels - 1)
    os.waitpid(pid, 0)


def run_in_child(func) -> int:
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            code = func()
        except SystemExit as error:
            code = error.code
            if code is None:
                code = 0
            if not isinstance(code, int):
                sys.stderr.write(f"{code}\n")
                code = 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
