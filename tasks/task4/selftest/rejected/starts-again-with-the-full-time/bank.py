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
    limit = -1 if timeout is None else timeout
    first, second = source.lock, target.lock
    while True:
        if not first.acquire(timeout=limit):
            return False
        if first is second or second.acquire(blocking=False):
            break
        first.release()
        first, second = second, first
    try:
        if source.balance < amount:
            raise InsufficientFunds("not enough money")
        source.balance -= amount
        target.balance += amount
        return True
    finally:
        first.release()
        if first is not second:
            second.release()


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
