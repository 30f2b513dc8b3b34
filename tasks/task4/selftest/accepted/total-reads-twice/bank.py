"""`total` holds one lock at a time, and reads again until no account has changed in between."""

import threading
import time


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.changes = 0
        self.lock = threading.Lock()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    deadline = None if timeout is None else time.monotonic() + timeout
    held = []
    try:
        for account in sorted({source, target}, key=id):
            wait = -1 if deadline is None else max(0, deadline - time.monotonic())
            if not account.lock.acquire(timeout=wait):
                return False
            held.append(account)
        if source.balance < amount:
            raise InsufficientFunds
        source.balance -= amount
        target.balance += amount
        for account in held:
            account.changes += 1
        return True
    finally:
        for account in held:
            account.lock.release()


def look(accounts):
    seen = []
    for account in accounts:
        with account.lock:
            seen.append((account.changes, account.balance))
    return seen


def total(accounts):
    seen = look(accounts)
    while True:
        again = look(accounts)
        if again == seen:
            return sum(balance for _, balance in seen)
        seen = again

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
