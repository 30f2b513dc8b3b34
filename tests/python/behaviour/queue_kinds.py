"""What is special about `PriorityQueue`, `LifoQueue`, `SimpleQueue`, and about closing a queue."""

from __future__ import annotations

import queue
import threading

from table import SHORT, error, gives, thread


@gives([(0, "b"), (1, "a"), (1, "c")])
def the_smallest_comes_first():
    made = queue.PriorityQueue()
    for item in ((1, "c"), (0, "b"), (1, "a")):
        made.put(item)
    return [made.get() for _ in range(3)]


@gives("TypeError")
def priorities_must_compare():
    made = queue.PriorityQueue()
    made.put((1, {}))
    return error(made.put, (1, {1: 1}))


@gives([2, 1])
def the_last_in_is_the_first_out():
    made = queue.LifoQueue()
    made.put(1)
    made.put(2)
    return [made.get(), made.get()]


@gives(["AttributeError", "AttributeError", "AttributeError", "TypeError"], words=False)
def the_simple_one_counts_no_tasks_and_has_no_bound():
    made = queue.SimpleQueue()
    return [
        error(lambda: made.task_done()),
        error(lambda: made.join()),
        error(lambda: made.full()),
        error(queue.SimpleQueue, 5),
    ]


@gives([None, None, 1])
def the_simple_one_ignores_how_to_wait_for_room():
    made = queue.SimpleQueue()
    return [made.put(1, False), made.put(2, block=True, timeout=5), made.get()]


@gives(["Empty", "Empty", "TypeError"], words=False)
def the_simple_one_waits_with_a_limit():
    made = queue.SimpleQueue()
    return [error(made.get, timeout=SHORT), error(made.get, block=False), error(made.get, True, "x")]


@gives([0, 1, 2, 3])
def the_simple_one_feeds_many():
    made, got = queue.SimpleQueue(), []
    takers = [thread(lambda: got.append(made.get())) for _ in range(4)]
    for number in range(4):
        made.put(number)
    for taker in takers:
        taker.join()
    return sorted(got)


@gives(["_queue", "SimpleQueue", True])
def the_simple_one_comes_from_the_module_of_c():
    import _queue

    return [queue.SimpleQueue.__module__, queue.SimpleQueue.__qualname__, _queue.SimpleQueue is queue.SimpleQueue]


@gives(["[2]", "[2]"])
def an_own_kind_overrides_how_items_are_kept():
    class Newest(queue.Queue):
        def _init(self, maxsize):
            self.kept = []

        def _qsize(self):
            return len(self.kept)

        def _put(self, item):
            self.kept[:] = [item]

        def _get(self):
            return self.kept.pop()

    made = Newest()
    made.put(1)
    made.put(2)
    before = str(made.kept)
    return [before, str([made.get()])]


@gives([3, 2, 1])
def it_is_watched_by_its_condition():
    made = queue.Queue()
    for number in (1, 2, 3):
        made.put(number)
    with made.mutex:
        return list(reversed(made.queue))


@gives(["ShutDown", 1, "ShutDown"], since=(3, 13))
def a_closed_one_gives_what_is_left():
    made = queue.Queue()
    made.put(1)
    made.shutdown()
    return [error(made.put, 2), made.get(), error(made.get)]


@gives(["ShutDown", "ShutDown", True], since=(3, 13))
def closing_at_once_drops_what_is_left():
    made = queue.Queue()
    made.put(1)
    made.shutdown(immediate=True)
    return [error(made.get), error(made.get_nowait), made.empty()]


@gives([["ShutDown"] * 2, ["ShutDown"]], since=(3, 13))
def closing_wakes_those_who_wait():
    empty, full, getting, putting = queue.Queue(), queue.Queue(1), [], []
    full.put(1)
    waiting = [thread(lambda: getting.append(error(empty.get))) for _ in range(2)]
    waiting.append(thread(lambda: putting.append(error(full.put, 2))))
    empty.shutdown()
    full.shutdown()
    for one in waiting:
        one.join()
    return [getting, putting]


@gives([True, None], since=(3, 13))
def closing_at_once_ends_the_wait_for_tasks():
    made, ended = queue.Queue(), threading.Event()
    made.put(1)

    def wait():
        made.join()
        ended.set()

    waiter = thread(wait)
    made.shutdown(immediate=True)
    waiter.join()
    return [ended.is_set(), made.join()]


@gives("AttributeError", until=(3, 13))
def older_versions_cannot_close():
    return error(lambda: queue.Queue().shutdown())
