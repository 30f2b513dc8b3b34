import threading
import time


class InsufficientFunds(Exception):
    pass


BANK = threading.Lock()


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("the amount must be positive")
    if not BANK.acquire(timeout=-1 if timeout is None else timeout):
        return False
    try:
        if source.balance < amount:
            raise InsufficientFunds("not enough money")
        source.balance -= amount
        target.balance += amount
        return True
    finally:
        BANK.release()


def total(accounts):
    with BANK:
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
