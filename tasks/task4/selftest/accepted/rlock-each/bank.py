"""Each account has an RLock, so a transfer to itself may take it twice."""

import threading
import time


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.RLock()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    low, high = sorted((source, target), key=id)
    if timeout is None:
        with low.lock, high.lock:
            return _transfer(source, target, amount)
    until = time.time() + timeout
    if low.lock.acquire(timeout=timeout):
        try:
            if high.lock.acquire(timeout=max(until - time.time(), 0)):
                try:
                    return _transfer(source, target, amount)
                finally:
                    high.lock.release()
        finally:
            low.lock.release()
    return False


def _transfer(source, target, amount):
    if source.balance < amount:
        raise InsufficientFunds("%d < %d" % (source.balance, amount))
    source.balance = source.balance - amount
    target.balance = target.balance + amount
    return True


def total(accounts):
    def add(rest):
        if not rest:
            return sum(account.balance for account in accounts)
        with rest[0].lock:
            return add(rest[1:])

    return add(sorted(accounts, key=id))

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
