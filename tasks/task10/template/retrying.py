"""Calls that are tried again (task10)."""


class RetryError(Exception):
    """The last attempt was no success either: `last_attempt` says how it went."""


class StopNever:
    """A rule that never stops; rules combine with | and &."""


stop_never = StopNever()


def stop_after_attempt(n):
    """Stop after attempt `n`."""
    raise NotImplementedError("write stop_after_attempt")


def stop_after_delay(seconds):
    """Stop when so many seconds have passed since the first attempt began."""
    raise NotImplementedError("write stop_after_delay")


def wait_none():
    """Do not wait; waits combine with +."""
    raise NotImplementedError("write wait_none")


def wait_fixed(seconds):
    """Wait for so many seconds after each attempt."""
    raise NotImplementedError("write wait_fixed")


def wait_exponential(multiplier=1, min=0, max=1e6):
    """Wait for `multiplier * 2 ** (k - 1)` seconds after attempt k."""
    raise NotImplementedError("write wait_exponential")


def retry_if_exception_type(types=Exception):
    """Retry exceptions of these types; conditions combine with | and &."""
    raise NotImplementedError("write retry_if_exception_type")


def retry_if_result(predicate):
    """Retry values for which the predicate holds."""
    raise NotImplementedError("write retry_if_result")


def retry(func=None, *, stop=stop_never, wait=None, retry=None, reraise=False):
    """Make a function that calls `func` again as the rules say; written @retry or @retry(...)."""
    raise NotImplementedError("write retry")
