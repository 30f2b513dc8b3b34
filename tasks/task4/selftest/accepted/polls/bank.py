"""With a time-out: tries again every few milliseconds until the time is over."""

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
        raise ValueError("amount")
    locks = sorted({source.lock, target.lock}, key=id)
    waited = 0.0
    while not try_all(locks):
        if timeout is not None and waited >= timeout:
            return False
        time.sleep(0.01)
        waited += 0.01
    try:
        if source.balance < amount:
            raise InsufficientFunds
        source.balance -= amount
        target.balance += amount
        return True
    finally:
        for lock in locks:
            lock.release()


def try_all(locks):
    for index, lock in enumerate(locks):
        if not lock.acquire(False):
            for taken in locks[:index]:
                taken.release()
            return False
    return True


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
