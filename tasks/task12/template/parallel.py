"""Work that keeps the processor busy, and work that waits (task12)."""

from typing import Any, Callable, List


def count_primes(limit: int, worker_count: int) -> int:
    """How many primes are less than `limit`, counted on several cores."""
    raise NotImplementedError("write count_primes")


def fetch_all(fetch: Callable[[str], Any], urls: List[str], worker_count: int) -> List[Any]:
    """`fetch(url)` for every url, at most `worker_count` at once, in the order of `urls`.

    When some of them fail, the first failure in that order is raised after all have been fetched.
    """
    raise NotImplementedError("write fetch_all")
