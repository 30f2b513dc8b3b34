import os
import sys
import traceback
from typing import Callable, NoReturn


def leave(status: int) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)


def forked(body: Callable[[], int]) -> int:
    """The pid of a child that ends with what the body returns."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        try:
            status = body()
        except SystemExit as stop:
            if isinstance(stop.code, str):
                print(stop.code, file=sys.stderr)
                leave(1)
            leave(stop.code or 0)
        except BaseException:
            traceback.print_exc()
            leave(1)
        leave(status)
    return pid


def hello() -> int:
    print("Hello, world")
    return 0


def spawn_tree(levels: int) -> None:
    """All children have one parent: there are as many as in a tree of forks."""
    children = {forked(hello) for _ in range(2**levels - 1)}
    hello()
    while children:
        children.discard(os.wait()[0])


def run_in_child(func: Callable[[], int]) -> int:
    _, status = os.waitpid(forked(func), 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
