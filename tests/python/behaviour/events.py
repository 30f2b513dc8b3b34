"""`threading.Event`."""

from __future__ import annotations

import threading

from table import LONG, SHORT, gives, thread


@gives([False, True, True, False])
def it_is_set_and_cleared():
    event = threading.Event()
    seen = [event.is_set()]
    event.set()
    seen.append(event.is_set())
    event.set()
    seen.append(event.is_set())
    event.clear()
    return [*seen, event.is_set()]


@gives([True, True, True])
def waiting_for_a_set_one_ends_at_once():
    event = threading.Event()
    event.set()
    return [event.wait(), event.wait(0), event.wait(timeout=LONG)]


@gives([False, False])
def waiting_ends_with_the_time_limit():
    event = threading.Event()
    return [event.wait(SHORT), event.wait(timeout=0)]


@gives([True, True, True])
def everybody_who_waits_goes_on():
    event, seen = threading.Event(), []
    waiting = [thread(lambda: seen.append(event.wait())) for _ in range(3)]
    event.set()
    for one in waiting:
        one.join()
    return seen


@gives([True, False])
def a_waiter_is_woken_even_when_it_is_cleared_at_once():
    event, seen = threading.Event(), []
    inside = event._cond

    def wait():
        with inside:
            ready.set()
            inside.wait()
            seen.append(True)

    ready = threading.Event()
    waiter = thread(wait)
    ready.wait()
    event.set()
    event.clear()
    waiter.join()
    return [*seen, event.is_set()]


@gives(["ping", "pong", "ping", "pong"])
def two_of_them_pass_turns():
    ping, pong, told = threading.Event(), threading.Event(), []

    def play():
        for _ in range(2):
            ping.wait()
            ping.clear()
            told.append("pong")
            pong.set()

    player = thread(play)
    for _ in range(2):
        told.append("ping")
        ping.set()
        pong.wait()
        pong.clear()
    player.join()
    return told


@gives([None, None])
def set_and_clear_give_nothing():
    event = threading.Event()
    return [event.set(), event.clear()]


@gives(["unset", "set"], since=(3, 12))
def its_text_tells_its_state():
    event = threading.Event()
    before = repr(event).rpartition(": ")[2].rstrip(">")
    event.set()
    return [before, repr(event).rpartition(": ")[2].rstrip(">")]


@gives(True)
def a_subclass_adds_to_it():
    class Counted(threading.Event):
        times = 0

        def set(self):
            self.times += 1
            super().set()

    event = Counted()
    thread(event.set).join()
    return event.wait() and event.times == 1


@gives([True, True])
def a_spin_on_its_state_ends():
    event, seen = threading.Event(), []

    def spin():
        while not event.is_set():
            pass
        seen.append(True)

    spinner = thread(spin)
    event.set()
    spinner.join()
    return [*seen, event.is_set()]
