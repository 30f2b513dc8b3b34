"""One re-entrant lock for all accounts, so that nested `with` needs no care."""

import threading
from contextlib import contextmanager
from time import sleep


class InsufficientFunds(Exception):
    pass


class Account:
    _guard = threading.RLock()

    def __init__(self, balance=0):
        self.lock = Account._guard
        self.balance = balance

    def withdraw(self, amount):
        with self.lock:
            if amount > self.balance:
                raise InsufficientFunds
            self.balance -= amount

    def deposit(self, amount):
        with self.lock:
            self.balance += amount


@contextmanager
def guarded(timeout):
    got = Account._guard.acquire() if timeout is None else Account._guard.acquire(timeout=timeout)
    try:
        yield got
    finally:
        if got:
            Account._guard.release()


def transfer(source, target, amount, timeout=None):
    if not amount > 0:
        raise ValueError("amount")
    with guarded(timeout) as got:
        if got:
            source.withdraw(amount)
            target.deposit(amount)
        return got


def total(accounts):
    with Account._guard:
        result = 0
        for account in accounts:
            with account.lock:
                result += account.balance
        return result


def say_hello(lock, hold=1.0, timeout=0.5):
    if not lock.acquire(timeout=timeout):
        print("Without lock")
        return False
    with_lock(lock, hold)
    return True


def with_lock(lock, hold):
    try:
        sleep(hold)
        print("Hello")
    finally:
        lock.release()
