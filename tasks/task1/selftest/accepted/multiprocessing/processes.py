import multiprocessing
import sys

fork = multiprocessing.get_context("fork")


def _branch(levels):
    children = []
    while levels:
        levels -= 1
        sys.stdout.flush()
        child = fork.Process(target=_branch, args=(levels,))
        child.start()
        children.append(child)
    print("Hello, world", flush=True)
    for child in children:
        child.join()


def spawn_tree(levels):
    _branch(levels)


def _call(func):
    sys.exit(func())


def run_in_child(func):
    sys.stdout.flush()
    child = fork.Process(target=_call, args=(func,))
    child.start()
    child.join()
    code = child.exitcode
    child.close()
    return code
