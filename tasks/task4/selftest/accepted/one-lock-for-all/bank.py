"""One lock guards every account of the bank."""

import threading
import time

BANK = threading.Lock()


class InsufficientFunds(Exception):
    pass


class Account:
    lock = BANK

    def __init__(self, balance=0):
        self.balance = balance


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError(amount)
    if not BANK.acquire(timeout=-1 if timeout is None else timeout):
        return False
    try:
        if source.balance < amount:
            raise InsufficientFunds(source.balance, amount)
        source.balance -= amount
        target.balance += amount
    finally:
        BANK.release()
    return True


def total(accounts):
    with BANK:
        return sum(account.balance for account in accounts)


def say_hello(lock, hold=1.0, timeout=0.5):
    if lock.acquire(timeout=timeout):
        try:
            print("Hello")
            time.sleep(hold)
        finally:
            lock.release()
        return True
    print("Without lock")
    return False
