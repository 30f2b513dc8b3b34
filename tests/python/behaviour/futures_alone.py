"""`concurrent.futures.Future`, and waiting for several."""

from __future__ import annotations

import threading
from concurrent import futures
from concurrent.futures import FIRST_COMPLETED, FIRST_EXCEPTION, Future, ThreadPoolExecutor

from table import LONG, SHORT, error, gives, thread


@gives([False, False, False, True])
def it_tells_its_state():
    future = Future()
    seen = [future.done(), future.running(), future.cancelled()]
    future.set_result(1)
    return [*seen, future.done()]


@gives([True, True, True, "CancelledError", "CancelledError"])
def it_can_be_cancelled_before_it_runs():
    future = Future()
    return [future.cancel(), future.cancelled(), future.done(), error(future.result), error(future.exception)]


@gives([True, False, False])
def it_cannot_be_cancelled_while_it_runs():
    future = Future()
    return [future.set_running_or_notify_cancel(), future.cancel(), future.cancelled()]


@gives(["TimeoutError", "TimeoutError", "TimeoutError"])
def waiting_ends_with_the_time_limit():
    future = Future()
    return [error(future.result, SHORT), error(future.exception, timeout=SHORT), error(future.result, 0)]


@gives([True], since=(3, 11))
def its_time_out_is_the_builtin_one():
    return [futures.TimeoutError is TimeoutError]


@gives(["InvalidStateError", "InvalidStateError"])
def it_is_settled_once():
    future = Future()
    future.set_result(1)
    return [error(future.set_result, 2), error(future.set_exception, ValueError())]


@gives([5, None])
def a_result_wakes_who_waits():
    future, got = Future(), []
    waiter = thread(lambda: got.append(future.result()))
    future.set_result(5)
    waiter.join()
    return [*got, future.exception()]


@gives(["before", "after"])
def callbacks_run_in_order_and_at_once_when_it_is_too_late():
    future, told = Future(), []
    future.add_done_callback(lambda _: told.append("before"))
    future.set_result(1)
    future.add_done_callback(lambda _: told.append("after"))
    return told


@gives([True, "cancelled"])
def a_callback_gets_the_future_even_when_it_was_cancelled():
    future, told = Future(), []
    future.add_done_callback(lambda one: told.extend([one is future, "cancelled" if one.cancelled() else "no"]))
    future.cancel()
    return told


@gives(["second"])
def an_error_of_a_callback_does_not_stop_the_next():
    import logging

    logging.getLogger("concurrent.futures").disabled = True
    future, told = Future(), []
    future.add_done_callback(lambda _: 1 / 0)
    future.add_done_callback(lambda _: told.append("second"))
    future.set_result(1)
    return told


@gives([3, 0])
def wait_waits_for_all():
    with ThreadPoolExecutor(2) as executor:
        done, rest = futures.wait([executor.submit(int) for _ in range(3)])
    return [len(done), len(rest)]


@gives([1, 1, True])
def wait_may_end_with_the_first():
    gate = threading.Event()
    with ThreadPoolExecutor(2) as executor:
        slow, quick = executor.submit(gate.wait), executor.submit(int)
        done, rest = futures.wait([slow, quick], return_when=FIRST_COMPLETED)
        gate.set()
    return [len(done), len(rest), quick in done]


@gives([True, True])
def wait_may_end_with_the_first_error():
    gate = threading.Event()
    with ThreadPoolExecutor(2) as executor:
        slow, wrong = executor.submit(gate.wait), executor.submit(lambda: 1 / 0)
        done, rest = futures.wait([slow, wrong], return_when=FIRST_EXCEPTION)
        gate.set()
    return [wrong in done, slow in rest]


@gives([0, 1])
def wait_ends_with_the_time_limit():
    done, rest = futures.wait([Future()], timeout=SHORT)
    return [len(done), len(rest)]


@gives([0, 1, 2])
def as_completed_gives_each_once():
    with ThreadPoolExecutor(3) as executor:
        made = [executor.submit(int, str(number)) for number in range(3)]
        return sorted(one.result() for one in futures.as_completed(made))


@gives(["quick", "slow"])
def as_completed_gives_the_first_first():
    gate = threading.Event()

    def slow():
        gate.wait()
        return "slow"

    with ThreadPoolExecutor(2) as executor:
        made = [executor.submit(slow), executor.submit(lambda: "quick")]
        found = []
        for one in futures.as_completed(made, timeout=LONG):
            found.append(one.result())
            gate.set()
        return found


@gives(["done", "TimeoutError"])
def as_completed_ends_with_the_time_limit():
    finished = Future()
    finished.set_result("done")
    both = futures.as_completed([finished, Future()], timeout=SHORT)
    return [next(both).result(), error(next, both)]


@gives([1, 1])
def the_same_future_twice_counts_once():
    future = Future()
    future.set_result(1)
    return [len(list(futures.as_completed([future, future]))), len(futures.wait([future, future]).done)]


@gives(["pending", "running", "finished returned int", "cancelled"])
def its_text_tells_its_state():
    future, other = Future(), Future()
    texts = [repr(future)]
    future.set_running_or_notify_cancel()
    texts.append(repr(future))
    future.set_result(1)
    other.cancel()
    return [text.partition("state=")[2].rstrip(">") for text in [*texts, repr(future), repr(other)]]
