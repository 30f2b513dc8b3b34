"""`queue.Queue`, and what its kinds have in common."""

from __future__ import annotations

import queue
import threading

from table import LONG, SHORT, error, gives, thread, together

KINDS = (queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue)


@gives([[2, 1, 3], [3, 1, 2], [1, 2, 3], [2, 1, 3]])
def each_kind_has_its_order():
    found = []
    for kind in KINDS:
        made = kind()
        for number in (2, 1, 3):
            made.put(number)
        found.append([made.get() for _ in range(3)])
    return found


@gives([[True, 0, False, 1]] * 4)
def it_tells_its_size():
    found = []
    for kind in KINDS:
        made = kind()
        before = [made.empty(), made.qsize()]
        made.put("x")
        found.append([*before, made.empty(), made.qsize()])
    return found


@gives([["Empty"] * 4] * 4)
def an_empty_one_gives_nothing():
    found = []
    for kind in KINDS:
        made = kind()
        found.append([error(made.get_nowait), error(made.get, False), error(made.get, True, SHORT), error(made.get, timeout=0)])
    return found


@gives([["Full"] * 4] * 3)
def a_full_one_takes_nothing():
    found = []
    for kind in KINDS[:3]:
        made = kind(maxsize=1)
        made.put(1)
        found.append(
            [error(made.put_nowait, 2), error(made.put, 2, False), error(made.put, 2, True, SHORT), error(made.put, 2, timeout=0)]
        )
    return found


@gives([[False, True], [False, False], [False, False]])
def nought_or_less_is_no_bound():
    found = []
    for size in (1, 0, -1):
        made = queue.Queue(size)
        before = made.full()
        made.put(1)
        found.append([before, made.full()])
    return found


@gives([["ValueError", "ValueError"]] * 3 + [["ValueError", "none"]])
def a_time_limit_is_not_negative():
    found = []
    for kind in KINDS:
        made = kind(1) if kind is not queue.SimpleQueue else kind()
        seen = [error(made.get, timeout=-1)]
        made.put(1)
        found.append([*seen, error(made.put, 2, timeout=-1)])
    return found


@gives(["late"] * 4)
def a_get_waits_for_a_put():
    found = []
    for kind in KINDS:
        made = kind()
        putting = thread(made.put, "late")
        found.append(made.get(timeout=LONG))
        putting.join()
    return found


@gives([[1, 2]] * 3)
def a_put_waits_for_room():
    found = []
    for kind in KINDS[:3]:
        made = kind(1)
        made.put(1)
        putting = thread(made.put, 2)
        first = made.get()
        found.append([first, made.get(timeout=LONG)])
        putting.join()
    return found


@gives([0, 1, 2, 3, 4, 5])
def everything_arrives_once():
    made, got, lock = queue.Queue(2), [], threading.Lock()

    def put(numbers):
        for number in numbers:
            made.put(number)

    def get():
        while True:
            number = made.get()
            if number is None:
                return
            with lock:
                got.append(number)

    getters = [thread(get), thread(get)]
    together(lambda: put(range(3)), lambda: put(range(3, 6)))
    put([None, None])
    for getter in getters:
        getter.join()
    return sorted(got)


@gives([True, 3])
def join_waits_until_all_is_done():
    made, done = queue.Queue(), []

    def work():
        while True:
            item = made.get()
            if item is None:
                return
            done.append(item)
            made.task_done()

    worker = thread(work)
    for number in range(3):
        made.put(number)
    made.join()
    finished = len(done)
    made.put(None)
    worker.join()
    return [made.empty(), finished]


@gives([None, "ValueError", "ValueError"])
def tasks_are_not_done_more_often_than_put():
    made = queue.Queue()
    nothing = made.join()
    fresh = error(made.task_done)
    made.put(1)
    made.task_done()
    return [nothing, fresh, error(made.task_done)]


@gives([2, 0])
def unfinished_tasks_are_counted():
    made = queue.Queue()
    made.put(1)
    made.put(2)
    before = made.unfinished_tasks
    made.get()
    made.task_done()
    made.task_done()
    return [before, made.unfinished_tasks]


@gives([True, True, False])
def the_errors_have_a_place_of_their_own():
    import _queue

    return [queue.Empty is _queue.Empty, issubclass(queue.Full, Exception), issubclass(queue.Full, queue.Empty)]
