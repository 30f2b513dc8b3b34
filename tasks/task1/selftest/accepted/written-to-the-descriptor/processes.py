import os, sys, traceback

LINE = b"Hello, world\n"

def spawn_tree(levels):
    first = os.getpid()
    for _ in range(levels):
        os.fork()
    os.write(1, LINE)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    if os.getpid() != first:
        os._exit(0)

def run_in_child(func):
    [stream.flush() for stream in (sys.stdout, sys.stderr)]
    child = os.fork()
    if child == 0:
        _child(func)
    pid, status = os.waitpid(child, 0)
    assert pid == child
    return os.waitstatus_to_exitcode(status)

def _child(func):
    code = 255
    try:
        code = func()
    except SystemExit as e:
        code = 0 if e.code is None else e.code if type(e.code) is int else (print(e.code, file=sys.stderr), 1)[1]
    except:
        traceback.print_exc()
        code = 1
    finally:
        try:
            sys.stdout.flush()
        finally:
            os._exit(code % 256)
