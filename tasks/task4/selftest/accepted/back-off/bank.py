"""Takes the first lock, tries the second, and lets go of the first when that fails: nobody waits while holding."""

import random
import threading
import time


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


def take_all(locks, timeout=None):
    """Whether all locks were taken, none of them waited for with another in hand."""
    start = time.monotonic()
    while True:
        taken = []
        for lock in locks:
            if not lock.acquire(blocking=False):
                break
            taken.append(lock)
        if len(taken) == len(locks):
            return True
        for lock in taken:
            lock.release()
        if timeout is not None and time.monotonic() - start >= timeout:
            return False
        time.sleep(random.uniform(0.001, 0.02))


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount must be positive")
    locks = [source.lock] if source is target else [source.lock, target.lock]
    if not take_all(locks, timeout):
        return False
    try:
        if source.balance < amount:
            raise InsufficientFunds
        source.balance -= amount
        target.balance += amount
        return True
    finally:
        for lock in locks:
            lock.release()


def total(accounts):
    locks = list({id(account): account.lock for account in accounts}.values())
    take_all(locks)
    try:
        return sum(account.balance for account in accounts)
    finally:
        for lock in locks:
            lock.release()

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
