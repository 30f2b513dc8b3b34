"""Computes both new balances first; says hello from a generator's `finally`."""

import threading
import time
from contextlib import contextmanager


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


@contextmanager
def taken(lock, seconds=None):
    got = lock.acquire() if seconds is None else lock.acquire(timeout=max(seconds, 0))
    try:
        yield got
    finally:
        if got:
            lock.release()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    if source is target:
        with taken(source.lock, timeout) as got:
            if got and source.balance < amount:
                raise InsufficientFunds
            return got
    begin = time.monotonic()
    one, two = sorted((source.lock, target.lock), key=id)
    with taken(one, timeout) as got_one:
        if not got_one:
            return False
        left = None if timeout is None else timeout - (time.monotonic() - begin)
        with taken(two, left) as got_two:
            if not got_two:
                return False
            if source.balance < amount:
                raise InsufficientFunds
            source.balance, target.balance = source.balance - amount, target.balance + amount
            return True


def total(accounts):
    def add(locks):
        if not locks:
            return sum(account.balance for account in accounts)
        with taken(locks[0]):
            return add(locks[1:])

    return add(sorted({account.lock for account in accounts}, key=id))


def say_hello(lock, hold=1.0, timeout=0.5):
    with taken(lock, timeout) as got:
        if got:
            time.sleep(hold)
            print("Hello", flush=True)
        else:
            print("Without lock", flush=True)
        return got
