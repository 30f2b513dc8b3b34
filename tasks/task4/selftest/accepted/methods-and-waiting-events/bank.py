"""Everything is a method; the hello waits on an event that never comes."""

import sys
import threading
from time import monotonic as now


class InsufficientFunds(Exception):
    def __init__(self, account, amount):
        super().__init__(f"{account.balance} < {amount}")
        self.account = account


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.RLock()

    def give(self, other, amount):
        if self.balance < amount:
            raise InsufficientFunds(self, amount)
        self.balance -= amount
        other.balance += amount
        return True

    def send(self, other, amount, until):
        pair = [self, other]
        pair.sort(key=id)
        with pair[0].lock if until is None else Limited(pair[0].lock, until) as first:
            if first is False:
                return False
            with pair[1].lock if until is None else Limited(pair[1].lock, until) as second:
                return second is not False and self.give(other, amount)


class Limited:
    def __init__(self, lock, until):
        self.lock, self.until, self.got = lock, until, False

    def __enter__(self):
        left = self.until - now()
        self.got = self.lock.acquire(blocking=left > 0, timeout=left if left > 0 else -1)
        return self.got

    def __exit__(self, *_):
        if self.got:
            self.lock.release()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    return source.send(target, amount, None if timeout is None else now() + timeout)


def total(accounts):
    locked = []
    try:
        for account in sorted(accounts, key=id):
            account.lock.acquire()
            locked.append(account)
        return sum(map(lambda account: account.balance, accounts))
    finally:
        while locked:
            locked.pop().lock.release()


def say_hello(lock, hold=1.0, timeout=0.5):
    if lock.acquire(timeout=timeout):
        try:
            threading.Event().wait(hold)
        finally:
            lock.release()
        sys.stdout.write("Hello\n")
        return True
    sys.stdout.write("Without lock\n")
    return False
