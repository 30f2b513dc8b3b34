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
    if deadline is None or source is target:
        return at_once(source, target, amount, -1 if timeout is None else timeout)
    if not source.lock.acquire(timeout=max(0, deadline - time.monotonic())):
        return False
    try:
        if source.balance < amount:
            raise InsufficientFunds("not enough money")
        source.balance -= amount
        if not target.lock.acquire(timeout=max(0, deadline - time.monotonic())):
            return False
        try:
            target.balance += amount
            return True
        finally:
            target.lock.release()
    finally:
        source.lock.release()


def at_once(source, target, amount, timeout):
    locks = sorted({source.lock, target.lock}, key=id)
    taken = [lock for lock in locks if lock.acquire(timeout=timeout)]
    try:
        if len(taken) < len(locks):
            return False
        if source.balance < amount:
            raise InsufficientFunds("not enough money")
        source.balance -= amount
        target.balance += amount
        return True
    finally:
        for lock in taken:
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
