import threading
import time


class InsufficientFunds(Exception):
    pass


class Account:
    own = threading.local()

    def __init__(self, balance=0):
        self.balance = balance

    @property
    def lock(self):
        if not hasattr(Account.own, "lock"):
            Account.own.lock = threading.Lock()
        return Account.own.lock


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("the amount must be positive")
    if not source.lock.acquire(timeout=-1 if timeout is None else timeout):
        return False
    try:
        if source.balance < amount:
            raise InsufficientFunds("not enough money")
        source.balance -= amount
        target.balance += amount
        return True
    finally:
        source.lock.release()


def total(accounts):
    if not accounts:
        return 0
    with accounts[0].lock:
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
