"""Every account has a number; whoever needs several locks takes them in the order of the numbers."""

import itertools
import threading
import time
from typing import List, Optional

_numbers = itertools.count()


class InsufficientFunds(Exception):
    """There is not enough money in the account."""


class Account:
    def __init__(self, balance: int = 0) -> None:
        self.balance = balance
        self.lock = threading.Lock()
        self.number = next(_numbers)


def transfer(source: Account, target: Account, amount: int, timeout: Optional[float] = None) -> bool:
    if amount <= 0:
        raise ValueError(f"cannot transfer {amount}")
    if source is target:
        return _within_one(source, amount, timeout)
    first, second = (source, target) if source.number < target.number else (target, source)
    end = None if timeout is None else time.perf_counter() + timeout
    if not _take(first.lock, end):
        return False
    try:
        if not _take(second.lock, end):
            return False
        try:
            _withdraw(source, amount)
            target.balance += amount
            return True
        finally:
            second.lock.release()
    finally:
        first.lock.release()


def _within_one(account, amount, timeout):
    if not _take(account.lock, None if timeout is None else time.perf_counter() + timeout):
        return False
    try:
        _withdraw(account, amount)
        account.balance += amount
        return True
    finally:
        account.lock.release()


def _withdraw(account, amount):
    if account.balance < amount:
        raise InsufficientFunds(f"{account.balance} is less than {amount}")
    account.balance -= amount


def _take(lock, end):
    if end is None:
        return lock.acquire()
    left = end - time.perf_counter()
    return lock.acquire(timeout=left) if left > 0 else lock.acquire(blocking=False)


def total(accounts: List[Account]) -> int:
    unique = {account.number: account for account in accounts}
    taken = []
    try:
        for number in sorted(unique):
            unique[number].lock.acquire()
            taken.append(unique[number].lock)
        return sum(account.balance for account in accounts)
    finally:
        for lock in taken:
            lock.release()


def say_hello(lock, hold: float = 1.0, timeout: float = 0.5) -> bool:
    got = lock.acquire(True, timeout)
    if got:
        try:
            time.sleep(hold)
        finally:
            lock.release()
        print("Hello")
    else:
        print("Without lock")
    return got
