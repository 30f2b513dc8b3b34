"""The locking is in a module of its own."""

import threading
import time
from ordered import holding


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    with holding([source, target], timeout) as got:
        if got:
            if source.balance < amount:
                raise InsufficientFunds
            source.balance -= amount
            target.balance += amount
        return got


def total(accounts):
    with holding(accounts):
        return sum(account.balance for account in accounts)

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
