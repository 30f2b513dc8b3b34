"""Accounts with equal balances are equal; locks are still told apart by identity."""

import threading
import time
from dataclasses import dataclass, field


class InsufficientFunds(Exception):
    pass


@dataclass
class Account:
    balance: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)


def _locks(accounts):
    return [lock for _, lock in sorted({id(account.lock): account.lock for account in accounts}.items())]


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    deadline = None if timeout is None else time.monotonic() + timeout
    held = []
    try:
        for lock in _locks((source, target)):
            if not lock.acquire(timeout=-1 if deadline is None else max(0, deadline - time.monotonic())):
                return False
            held.append(lock)
        if source.balance < amount:
            raise InsufficientFunds
        source.balance -= amount
        target.balance += amount
        return True
    finally:
        for lock in held:
            lock.release()


def total(accounts):
    locks = _locks(accounts)
    for lock in locks:
        lock.acquire()
    try:
        return sum(account.balance for account in accounts)
    finally:
        for lock in locks:
            lock.release()

def say_hello(lock, hold=1.0, timeout=0.5):
    if not lock.acquire(timeout=timeout):
        print("Without lock")
        return False
    try:
        time.sleep(hold)
        print("Hello")
        return True
    finally:
        lock.release()
