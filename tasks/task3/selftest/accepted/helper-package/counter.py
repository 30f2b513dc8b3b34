"""The class lives in a package; this file only puts the pieces together."""

from counting import *
from counting.threads import run_in_threads


def count(counter, thread_count, per_thread):
    def work():
        for _ in range(per_thread):
            counter.increment()

    run_in_threads(work, thread_count)
    return counter.value
