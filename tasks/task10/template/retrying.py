"""Calls that are tried again (task10)."""


class RetryError(Exception):
    """The last attempt failed too: `last_attempt` says how."""


def retry(func=None, *, stop=None, wait=None, retry=None, reraise=False):
    """Make a function that calls `func` again when it fails; use it as @retry or @retry(...)."""
    raise NotImplementedError("write retry")
