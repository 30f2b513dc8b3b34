"""A decorator finds the accounts among the arguments and holds their locks."""

import functools
import threading
import time


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


def holding_locks(function):
    @functools.wraps(function)
    def wrapper(accounts, *args, timeout=None):
        deadline = float("inf") if timeout is None else time.monotonic() + timeout
        locks = sorted({account.lock for account in accounts}, key=id)
        held = []
        try:
            for lock in locks:
                if deadline == float("inf"):
                    lock.acquire()
                elif not lock.acquire(True, max(0, deadline - time.monotonic())):
                    return False
                held.append(lock)
            return function(accounts, *args)
        finally:
            for lock in held:
                lock.release()

    return wrapper


@holding_locks
def _move(accounts, amount):
    source, target = accounts
    if source.balance < amount:
        raise InsufficientFunds
    source.balance -= amount
    target.balance += amount
    return True


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError(amount)
    return _move((source, target), amount, timeout=timeout)


@holding_locks
def total(accounts):
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
