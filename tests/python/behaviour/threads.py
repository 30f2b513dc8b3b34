"""`threading.Thread`."""

from __future__ import annotations

import threading

from table import SHORT, elsewhere, error, gives, thread


@gives([((1, 2), {"three": 3})])
def it_calls_its_target_with_its_arguments():
    got = []
    made = threading.Thread(target=lambda *args, **keywords: got.append((args, keywords)), args=(1, 2), kwargs={"three": 3})
    made.start()
    made.join()
    return got


@gives("run")
def a_subclass_says_what_it_does():
    class Own(threading.Thread):
        def __init__(self):
            super().__init__()
            self.told = None

        def run(self):
            self.told = "run"

    own = Own()
    own.start()
    own.join()
    return own.told


@gives([False, True, False])
def it_is_alive_between_start_and_end():
    gate = threading.Event()
    made = threading.Thread(target=gate.wait)
    seen = [made.is_alive()]
    made.start()
    seen.append(made.is_alive())
    gate.set()
    made.join()
    return [*seen, made.is_alive()]


@gives(["RuntimeError", "RuntimeError", "RuntimeError"])
def it_starts_once():
    gate = threading.Event()
    made = thread(gate.wait)
    running = error(made.start)
    gate.set()
    made.join()
    return [running, error(made.start), error(threading.Thread().join)]


@gives("RuntimeError")
def it_cannot_wait_for_its_own_end():
    return elsewhere(lambda: error(threading.current_thread().join))


@gives("RuntimeError")
def a_subclass_must_call_the_constructor_of_its_base():
    class Own(threading.Thread):
        def __init__(self):
            pass

    return error(Own().start)


@gives([None, True, False])
def join_ends_with_the_time_limit():
    gate = threading.Event()
    made = thread(gate.wait)
    seen = [made.join(SHORT), made.is_alive()]
    made.join(0)
    made.join(-1)
    gate.set()
    made.join()
    return [*seen, made.is_alive()]


@gives([None, None])
def it_can_be_joined_again_and_by_many():
    made = thread(int)
    return [elsewhere(made.join), made.join()]


@gives([None, True, True, True])
def it_has_a_number_once_it_is_started():
    gate = threading.Event()
    made = threading.Thread(target=gate.wait)
    before = made.ident
    made.start()
    number = made.ident
    gate.set()
    made.join()
    return [before, isinstance(number, int), number > 0, made.ident == number]


@gives([None, True, True])
def it_has_a_number_of_the_system_once_it_is_started():
    gate = threading.Event()
    made = threading.Thread(target=gate.wait)
    before = made.native_id
    made.start()
    number = made.native_id
    gate.set()
    made.join()
    return [before, isinstance(number, int), number != threading.get_native_id()]


@gives([True, True, True])
def the_thread_that_asks_is_the_current_one():
    made = threading.Thread(target=lambda: seen.append(threading.current_thread()))
    seen = []
    made.start()
    made.join()
    here = threading.current_thread()
    return [seen == [made], here is threading.main_thread(), here.ident == threading.get_ident()]


@gives([False, True, True, False])
def being_a_daemon_is_inherited():
    def inner():
        return threading.Thread().daemon

    plain, found = elsewhere(inner), []
    made = threading.Thread(target=lambda: found.append(inner()), daemon=True)
    made.start()
    made.join()
    return [plain, *found, made.daemon, threading.Thread(daemon=False).daemon]


@gives(["none", "RuntimeError", True])
def being_a_daemon_is_settled_before_the_start():
    made = threading.Thread(target=int)
    before = error(setattr, made, "daemon", True)
    made.start()
    after = error(setattr, made, "daemon", False)
    made.join()
    return [before, after, made.daemon]


@gives(["AssertionError", "AssertionError", "TypeError"])
def wrong_arguments_are_refused():
    return [
        error(threading.Thread, group=1),
        error(threading.Thread(target=int).__class__, "group"),
        error(lambda: threading.Thread(function=int)),
    ]


@gives([True, True, False])
def it_is_enumerated_while_it_lives():
    gate = threading.Event()
    made = thread(gate.wait)
    seen = [made in threading.enumerate(), threading.main_thread() in threading.enumerate()]
    gate.set()
    made.join()
    return [*seen, made in threading.enumerate()]


@gives(2)
def living_threads_are_counted():
    gate = threading.Event()
    before = threading.active_count()
    made = [thread(gate.wait) for _ in range(2)]
    count = threading.active_count() - before
    gate.set()
    for one in made:
        one.join()
    return count


@gives([1, 2, 3])
def a_thread_may_start_others():
    told = []

    def descend(depth):
        told.append(depth)
        if depth < 3:
            thread(descend, depth + 1).join()

    thread(descend, 1).join()
    return told


@gives(["none", False])
def leaving_by_system_exit_is_no_error():
    def leave():
        raise SystemExit(3)

    made = thread(leave)
    return [error(made.join), made.is_alive()]


@gives([True, True])
def two_threads_differ():
    one, two = threading.Thread(), threading.Thread()
    return [one != two, len({one, two}) == 2]


@gives("direct")
def run_can_be_called_without_a_thread():
    told = []
    threading.Thread(target=told.append, args=("direct",)).run()
    return told[0]
