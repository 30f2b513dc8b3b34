"""Ordered by hash; a lock of its own decides where two hashes are the same."""

import threading
import time

_tie = threading.Lock()


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return self is other


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    deadline = None if timeout is None else time.monotonic() + timeout
    if source is target:
        order = [source.lock]
    elif hash(source) < hash(target):
        order = [source.lock, target.lock]
    elif hash(source) > hash(target):
        order = [target.lock, source.lock]
    else:
        order = [_tie, source.lock, target.lock]
    return _under(order, deadline, source, target, amount)


def _under(locks, deadline, source, target, amount):
    if not locks:
        if source.balance < amount:
            raise InsufficientFunds
        source.balance -= amount
        target.balance += amount
        return True
    if deadline is None:
        locks[0].acquire()
    elif not locks[0].acquire(timeout=max(0, deadline - time.monotonic())):
        return False
    try:
        return _under(locks[1:], deadline, source, target, amount)
    finally:
        locks[0].release()


def total(accounts):
    with _tie:
        unique = list(dict.fromkeys(accounts))
        for account in unique:
            account.lock.acquire()
        try:
            return sum(account.balance for account in accounts)
        finally:
            for account in unique:
                account.lock.release()

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
