"""The names of the task; the work is done in the package beside it."""

from parts.attempts import RetryError
from parts.conditions import retry_if_exception_type, retry_if_result
from parts.loop import retry
from parts.stops import stop_after_attempt, stop_after_delay, stop_never
from parts.waits import wait_exponential, wait_fixed, wait_none

__all__ = [
    "RetryError",
    "retry",
    "retry_if_exception_type",
    "retry_if_result",
    "stop_after_attempt",
    "stop_after_delay",
    "stop_never",
    "wait_exponential",
    "wait_fixed",
    "wait_none",
]
