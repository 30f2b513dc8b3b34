"""Who runs next: one token, decisions where more than one thread could take it, and virtual time.

There is one driver per process, and the process ends with it: nothing is ever unwound. The thread that learns
how the schedule ended writes the answer and leaves.
"""

from __future__ import annotations

from . import ending, kinds, real, sites, strict, waits
from .order import Order, members, round_robin
from .population import Population
from .threads import Controlled
from .trace import Trace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, NoReturn

    from .locks import Lock
    from .strict import WakeUp
    from .threads import Line

    Failure = dict[str, Any]
    Wait = Callable[[], tuple[str, Line | None, object]]


class Driver(Population):
    """The schedule that this process runs."""

    def __init__(self, reserved: int, steps: int, finish: Callable[[str, Failure | None], NoReturn]) -> None:
        super().__init__(reserved)
        self.order = Order({})
        self.finish = finish
        self.trace = Trace(self.order, self._redundant)
        self.step_limit = steps
        self.steps = 0
        # Hooks do nothing while only one thread was ever started, or while an observer looks.
        self.quiet = True
        # Decisions are taken and events written down; not while the submission is imported and set up.
        self.exploring = False
        # The token is lent to an observer, who must not wait.
        self.observing = False
        self.importing = 0
        # The submission has been imported: what is started now is its answer to the scenario.
        self.imported = False
        # There is a decision before the end of a thread, for those who look whether it has ended.
        self.end_points = False
        self.too_many = False
        # The program is over but for its exit handlers.
        self.ending = False
        self.forks = False
        self.in_fork = False
        # No wait ends before its time, whatever the order says.
        self.strict = False
        # When the scenario began, and how much of the time since was spent in loops that only look around.
        self.explored_from = self.spun = 0.0
        self.wake_ups: list[WakeUp] = []
        # By how much somebody has put the wall clock forward.
        self.wall = 0.0
        # From when to when somebody slept, where that is asked.
        self.sleeps: list[tuple[float, float]] | None = None
        self.clock_count = -1
        self.clock_idle = 0
        # Evaluates the expressions that must always hold.
        self.observe: Callable[[], None] | None = None
        # Asked at the end of every step once there are weak references to look through.
        self.end_of_step: Callable[[], None] | None = None
        # A scenario's own threads have numbers of their own.
        self.next_tid: int | None = None
        self.bury = ending.bury
        self.on_death: Callable[[Controlled, BaseException], None] = lambda _thread, _raised: None

    def follow(self, order: Order) -> None:
        self.order = order
        self.trace.follow(order)

    # Threads

    def spawn(self, body: Callable[[], object], title: str, *, daemon: bool) -> Controlled:
        """Start a thread; it waits for the token."""
        tid, self.next_tid = self.next_tid, None
        if tid is None:
            if len(self.threads) >= kinds.MOST_THREADS:
                self.too_many = True
                raise RuntimeError("can't start new thread")
            thread = Controlled(len(self.threads), self.current.tid, title, daemon=daemon)
            self.threads.append(thread)
            if not self.exploring:
                # What is left behind by the import or the setup does not keep a schedule from ending.
                thread.daemon = True
                thread.left_over = not self.imported
        else:
            thread = self.threads[tid]
            thread.state = kinds.RUNNABLE
        thread.born = self.tick()
        thread.started_at = sites.here()
        if self.ending:
            thread.daemon = True
        if not thread.daemon:
            self.live += 1
        self.enabled |= thread.bit
        self.quiet = False
        strict.progress(self, self.current)
        thread.idle_since = self.now
        self.trace.note(self.current.tid, kinds.SPAWN, thread.tid)
        real.start_new_thread(self._carry, (thread, [body]))
        return thread

    def _carry(self, thread: Controlled, box: list[Callable[[], object]]) -> None:
        try:
            # An exception that the student's code sent to this thread by ctypes comes out of here.
            thread.baton.acquire()
            # Popped, so that nothing of the student's is kept alive here when the token goes on.
            ending.in_own_context(box.pop())
        except SystemExit:
            pass
        except BaseException as raised:
            self.on_death(thread, raised)
            del raised
        thread.thread = None
        self.bury(thread, self.leave)

    def leave(self, thread: Controlled) -> None:
        """The thread has ended: pass the token on."""
        if self.end_of_step is not None:
            self.end_of_step()
        if self.end_points:
            self.point(thread)
        thread.ended_at = self.tick()
        sentinel = thread.sentinel
        if sentinel is not None:
            sentinel.end_of(thread)
        self.trace.note(thread.tid, kinds.END, 0)
        thread.state = kinds.ENDED
        self.enabled &= ~thread.bit
        if not thread.daemon:
            self.live -= 1
        if self.live == 0:
            self.finish("finished", None)
        if self.live == 1 and self.threads[0].state == kinds.LEAVING:
            self.wake(self.threads[0])
        following = self._pick(thread)
        self.current = following
        following.streak = 0
        following.baton.release()

    def outlive(self, main: Controlled) -> None:
        """The main thread is at its end: wait until no other lives that is no daemon."""
        while self.live > 1:
            main.state = kinds.LEAVING
            self.enabled &= ~main.bit
            following = self._pick(main)
            if following is not main:
                self._switch(main, following)

    # Decisions

    def point(self, thread: Controlled, cause: int = kinds.STEP) -> None:
        """The running thread is about to do something visible: here somebody else may run first."""
        if not self.exploring or self.importing:
            return
        if self.end_of_step is not None:
            self.end_of_step()
        if self.observe is not None:
            self.observe()
        enabled = self.enabled
        if enabled & (enabled - 1) or self.sleepers():
            thread.streak += 1
            if thread.streak > kinds.LONGEST_STREAK:
                thread.streak = 0
                cause = kinds.YIELD
            following = self._decide(thread, cause)
            if following is not thread:
                self._switch(thread, following)
        else:
            self.trace.latest = -1

    def _decide(self, thread: Controlled, cause: int) -> Controlled:
        enabled = self.enabled
        runs_on = enabled & thread.bit and cause != kinds.YIELD
        default = thread.tid if runs_on else round_robin(thread.tid, enabled, len(self.threads))
        if not self.exploring or self.importing:
            self.trace.latest = -1
            return self.threads[default]
        trace = self.trace
        index = len(trace.decisions)
        sleepers = self.sleepers()
        if self.order.priorities is not None:
            chosen = self.order.priorities.choose(index, thread.tid, enabled, cause, sleepers)
        else:
            chosen = self.order.plan.get(index, default)
        if not enabled >> chosen & 1:
            if sleepers >> chosen & 1:
                self.expire(self.threads[chosen].deadline)
            else:
                chosen = default
        trace.put_to_sleep(index, chosen)
        redundant = False
        if chosen in trace.asleep and not trace.may_choose_sleeper(index):
            able = enabled & ~thread.bit if cause == kinds.YIELD else enabled
            awake = [tid for tid in members(able) if tid not in trace.asleep]
            late = [] if awake else [tid for tid in members(sleepers) if tid not in trace.asleep]
            redundant = not awake and not late
            chosen = (awake or late or [default])[0]
            if late:
                self.expire(self.threads[chosen].deadline)
        running = thread.tid if thread.state == kinds.RUNNABLE and cause != kinds.YIELD else -1
        yielded = thread.tid if cause == kinds.YIELD else -1
        trace.decided((chosen, enabled, running, default, yielded, sleepers))
        if redundant:
            self._redundant()
        return self.threads[chosen]

    def _redundant(self) -> None:
        self.finish("pruned", None)

    def _switch(self, thread: Controlled, following: Controlled) -> None:
        self.current = following
        following.streak = 0
        following.baton.release()
        thread.baton.acquire()

    def _pick(self, thread: Controlled) -> Controlled:
        """Somebody to run when `thread` cannot."""
        while True:
            enabled = self.enabled
            if enabled:
                if enabled & (enabled - 1) or self.sleepers():
                    return self._decide(thread, kinds.BLOCK)
                self.trace.latest = -1
                return self.threads[enabled.bit_length() - 1]
            if not self.advance():
                stuck = [t for t in self.threads if t.state == kinds.BLOCKED]
                self.finish("failed", waits.deadlock(self, stuck))

    def give_way(self, thread: Controlled) -> None:
        """The thread waits for something without blocking: let the others, or the clock, move."""
        thread.idle_reads = thread.turns = 0
        if self.order.priorities is not None:
            self.order.priorities.yielded(thread.tid)
        if self.strict:
            strict.pass_time(self, thread)
        if self.enabled & (self.enabled - 1):
            following = self._decide(thread, kinds.YIELD)
            if following is not thread:
                self._switch(thread, following)
            return
        thread.owes_turn = any(lock.waiters for lock in thread.held)
        if self.sleepers():
            self.advance()

    # Waiting

    def block(
        self,
        thread: Controlled,
        describe: Wait,
        deadline: float,
        lock: Lock | None = None,
        line: Line | None = None,
    ) -> None:
        """Stop until somebody enables the thread, or its time has passed."""
        if self.end_of_step is not None:
            self.end_of_step()
        since = self.now
        if self.strict:
            deadline = strict.moment(since, deadline)
        thread.state = kinds.BLOCKED
        thread.waits = describe
        thread.waiting_for = lock
        thread.timed_out = False
        thread.idle_reads = 0
        if deadline - self.now < kinds.NEVER:
            thread.deadline = deadline
            self.timed |= thread.bit
        self.enabled &= ~thread.bit
        following = self._pick(thread)
        if following is not thread:
            self._switch(thread, following)
        thread.waits = None
        thread.deadline = kinds.FOREVER
        strict.waited(self, thread, since, line)

    def sleepers(self) -> int:
        """Threads whose waits an order may end before their time."""
        return 0 if self.strict else self.timed

    def time_passes(self) -> None:
        self.trace.asleep.clear()

    # Counting

    def step(self, thread: Controlled) -> None:
        self.steps += 1
        thread.fruitless += 1
        if self.strict:
            strict.step(self, thread)
        if self.steps > self.step_limit:
            cycle = waits.cycle(self)
            if cycle:
                self.finish("failed", waits.deadlock(self, cycle))
            self.finish("steps", waits.spin(thread))


# The driver of this process; none in a process that never runs student code.
ACTIVE: Driver | None = None


def activate(driver: Driver) -> None:
    global ACTIVE
    ACTIVE = driver
