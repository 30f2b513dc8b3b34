"""A Condition on the account's own lock: taking the condition is taking the lock."""

import threading
import time


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.lock = threading.Lock()
        self.changed = threading.Condition(self.lock)
        self.balance = balance


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    deadline = None if timeout is None else time.monotonic() + timeout
    ordered = [source] if source is target else sorted([source, target], key=id)
    taken = []
    try:
        for account in ordered:
            if deadline is None:
                account.changed.acquire()
            elif not account.changed.acquire(timeout=max(0.0, deadline - time.monotonic())):
                return False
            taken.append(account)
        if source.balance < amount:
            raise InsufficientFunds
        source.balance -= amount
        target.balance += amount
        for account in taken:
            account.changed.notify_all()
        return True
    finally:
        for account in taken:
            account.changed.release()


def total(accounts):
    ordered = sorted(set(accounts), key=id)
    for account in ordered:
        account.lock.acquire()
    try:
        return sum(account.balance for account in accounts)
    finally:
        for account in ordered:
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
