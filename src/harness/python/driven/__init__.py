"""The driven interpreter: student threads that run one at a time, in an order that somebody else decides.

Real operating-system threads pass one token. Before every visible step (an access to something that threads
can share, a lock, a clock) its holder may have to hand it over; a *plan* says where. Time is virtual. Each
schedule runs in a fresh fork of a process that never executes student code, and answers with the flat list of
what happened. Nothing here judges or searches: that is done where a student's code cannot reach.

Layers, each using only those above it:

* `kinds`, `threads`: the words; one record per controlled thread
* `trace`: what is written down; `order`: what was asked
* `population`, `ending`, `driver`: who runs next; `clock`: time
* `disguise`, `stand_ins`, `locks`, `rlocks`, `starting`, `thread_module`: the replaced `_thread`
* `library`, `pools`, `loops`, `forks`, `exits`: corrections on top of it, and the end of a program
* `sites`, `scopes`, `spelling`, `rewrite*`, `compiling`: the submission's source, which calls hooks before
  visible steps
* `lifetimes`, `accesses`, `containers`, `proxies`, `variables`, `calls`, `dynamic`, `hooks`: those hooks
* `waits`, `rows`, `watch`, `play`: one schedule from import to answer
* `begin`, `submission`, `scenario`, `serve`: the replacing, the sources, and the questions of the other side
* `rehearsal`: what `serve` runs once, so that every copy begins warm
"""

from __future__ import annotations

# The order matters: see `begin`.
from . import begin
from .serve import serve

__all__ = ["begin", "serve"]
