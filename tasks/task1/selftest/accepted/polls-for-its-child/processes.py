import os
import sys
import time
import traceback


def _wait(pid):
    """Without blocking: looks now and then."""
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status
        time.sleep(0.001)


def spawn_tree(levels):
    for stream in sys.stdout, sys.stderr:
        stream.flush()
    is_first, pids = True, []
    for _ in range(levels):
        pid = os.fork()
        if pid:
            pids.append(pid)
        else:
            is_first, pids = False, []
    print("Hello, world")
    sys.stdout.flush()
    for pid in pids:
        _wait(pid)
    if not is_first:
        os._exit(0)


def run_in_child(func):
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        exit_code = 1
        try:
            exit_code = func()
        except SystemExit as error:
            if isinstance(error.code, int):
                exit_code = error.code
            elif error.code is None:
                exit_code = 0
            else:
                print(error.code, file=sys.stderr, flush=True)
        except BaseException:
            traceback.print_exc(file=sys.stderr)
        finally:
            sys.stdout.flush()
            os._exit(exit_code)
    status = _wait(pid)
    if os.WIFEXITED(status):
        return os.WEXITSTATUS(status)
    return -os.WTERMSIG(status)
