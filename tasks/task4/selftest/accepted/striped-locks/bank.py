"""Three locks for all accounts: two accounts may have one and the same."""

import itertools
import threading
import time

STRIPES = [threading.Lock() for _ in range(3)]
_next = itertools.count()


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = STRIPES[next(_next) % len(STRIPES)]


def take(accounts, timeout=None):
    end = None if timeout is None else time.monotonic() + timeout
    needed = {id(account.lock) for account in accounts}
    taken = []
    for lock in STRIPES:
        if id(lock) not in needed:
            continue
        if end is None:
            lock.acquire()
        elif not lock.acquire(timeout=max(0, end - time.monotonic())):
            release(taken)
            return None
        taken.append(lock)
    return taken


def release(locks):
    for lock in locks:
        lock.release()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    taken = take([source, target], timeout)
    if taken is None:
        return False
    try:
        if source.balance < amount:
            raise InsufficientFunds
        source.balance -= amount
        target.balance += amount
        return True
    finally:
        release(taken)


def total(accounts):
    taken = take(accounts)
    try:
        return sum(account.balance for account in accounts)
    finally:
        release(taken)

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
