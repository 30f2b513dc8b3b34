import contextlib, os, sys, traceback


@contextlib.contextmanager
def child_process():
    """Yields in the child alone; what leaves the block decides how it ends."""
    status = 0
    try:
        yield
    except SystemExit as stop:
        if stop.code is None or isinstance(stop.code, int):
            status = stop.code or 0
        else:
            print(stop.code, file=sys.stderr)
            status = 1
    except BaseException:
        traceback.print_exc()
        status = 1
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def spawn_tree(levels):
    def grow(levels):
        children = []
        for below in range(levels - 1, -1, -1):
            sys.stdout.flush()
            if (pid := os.fork()) == 0:
                with child_process():
                    grow(below)
            children.append(pid)
        print("Hello, world")
        for pid in children:
            os.waitpid(pid, 0)

    grow(levels)
    sys.stdout.flush()


def run_in_child(func):
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        with child_process():
            sys.exit(func())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
