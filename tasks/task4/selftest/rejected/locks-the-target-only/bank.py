import threading
import time


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("the amount must be positive")
    deadline = None if timeout is None else time.monotonic() + timeout
    held = []
    try:
        for account in [target]:
            if deadline is None:
                account.lock.acquire()
            elif not account.lock.acquire(timeout=max(0, deadline - time.monotonic())):
                return False
            held.append(account.lock)
        if source.balance < amount:
            raise InsufficientFunds("not enough money")
        source.balance -= amount
        target.balance += amount
        return True
    finally:
        for lock in reversed(held):
            lock.release()


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
