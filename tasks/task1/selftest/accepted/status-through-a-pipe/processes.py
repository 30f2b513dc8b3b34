import os
import signal
import sys
import traceback

_out = sys.stdout


def spawn_tree(levels):
    reader, writer = os.pipe()
    pid = os.getpid()
    waited = []
    for level in range(levels):
        _out.flush()
        child = os.fork()
        waited = waited + [child] if child else []
    _out.write("Hello, world\n")
    _out.flush()
    while waited:
        os.waitpid(waited.pop(), 0)
    os.close(reader)
    os.close(writer)
    if os.getpid() == pid:
        return None
    os._exit(os.EX_OK)


def run_in_child(func):
    """The child writes what it ends with into a pipe, and then ends so: both ways must agree."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reader)
        status = 1
        try:
            status = func()
        except SystemExit as stop:
            status = 0 if stop.code is None else stop.code
            if not isinstance(status, int):
                print(status, file=sys.stderr)
                status = 1
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        os.write(writer, bytes([status & 255]))
        os._exit(status & 255)
    os.close(writer)
    with os.fdopen(reader, "rb") as said:
        word = said.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return -os.WTERMSIG(status)
    if word and word[0] != os.WEXITSTATUS(status):
        raise RuntimeError("the child changed its mind")
    return os.WEXITSTATUS(status)
