import os
import sys
import traceback


def quiet_exit(status):
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def in_child(func):
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            try:
                status = func()
            except SystemExit as stop:
                status = stop.code or 0
                if isinstance(status, str):
                    print(status, file=sys.stderr)
                    status = 1
            except BaseException:
                print(traceback.format_exc(), file=sys.stderr)
                status = 1
            quiet_exit(status)
        finally:
            os._exit(1)
    return pid


def joined(pid):
    status = os.waitpid(pid, 0)[1]
    return -(status & 127) if status & 127 else status >> 8
