"""The driven interpreter: student threads that run one at a time, in an order that somebody else decides.

Real operating-system threads pass one token. Before every visible step (an access to something that threads can
share, a lock, a clock) the holder of the token may have to hand it over; a *plan* says where. Time is virtual. Each
schedule runs in a fresh fork of a process that never executes student code, and answers with the flat list of what
happened. Nothing here judges or searches: that is done outside, where the student's code cannot reach.

Layers, each using only those above it:

* `kinds`, `threads`: the words; one record per controlled thread
* `trace`: what is written down; `order`: what was asked; `driver`: who runs next; `clock`: virtual time
* `locks`, `starting`, `library`: the replaced `_thread` module, and the few corrections to the library on top of it
* `sites`, `scopes`, `rewrite*`: the submission's source, rewritten so that visible steps call a hook
* `accesses`, `containers`, `calls`, `dynamic`, `hooks`: those hooks
* `waits`, `answer`, `watch`, `play`: one schedule from import to answer
* `begin`, `submission`, `serve`: the replacing, finding and compiling the code, and the questions of the other side
"""

from __future__ import annotations

# The order matters: see `begin`.
from . import begin
from .serve import serve

__all__ = ["begin", "serve"]
