"""The functions are thin; the work is in a helper of its own name."""
from forking import in_child, joined, quiet_exit
import os, sys


def spawn_tree(levels):
    top = os.getpid()
    born = set()
    for level in range(levels):
        sys.stdout.flush()
        pid = os.fork()
        born = born | {pid} if pid else set()
    print("Hello, world")
    sys.stdout.flush()
    for pid in born:
        joined(pid)
    top == os.getpid() or quiet_exit(0)


def run_in_child(func):
    return joined(in_child(func))


if __name__ == "__main__":
    spawn_tree(2)
