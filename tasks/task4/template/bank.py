"""Transfers between accounts that many threads make at once (task4)."""

from typing import List, Optional


class InsufficientFunds(Exception):
    """There is not enough money in the account."""


class Account:
    """Money, and the lock that guards it: `balance` and `lock`."""

    def __init__(self, balance: int = 0) -> None:
        """Begin with `balance`."""
        raise NotImplementedError("write Account.__init__")


def transfer(source: Account, target: Account, amount: int, timeout: Optional[float] = None) -> bool:
    """Move `amount` from `source` to `target` and return True.

    Return False, with nothing changed, when the locks could not be had within `timeout` seconds in all.
    """
    raise NotImplementedError("write transfer")


def total(accounts: List[Account]) -> int:
    """The sum of the balances at one moment; an account that is listed twice counts twice."""
    raise NotImplementedError("write total")


def say_hello(lock, hold: float = 1.0, timeout: float = 0.5) -> bool:
    """Hold the lock for `hold` seconds, print `Hello` and return True.

    When the lock cannot be had within `timeout` seconds, print `Without lock` and return False.
    """
    raise NotImplementedError("write say_hello")
