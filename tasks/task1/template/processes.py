"""Processes that fork, end and are waited for (task1)."""

import os
from typing import Callable


def spawn_tree(levels: int) -> None:
    """Forks `levels` times: 2**levels processes print `Hello, world`, and only the first one returns."""
    raise NotImplementedError("write spawn_tree")


def run_in_child(func: Callable[[], int]) -> int:
    """Runs `func()` in one forked child: its exit status, 1 when it raised, or -N when signal N killed it."""
    raise NotImplementedError("write run_in_child")
