"""The balance is a property over a private attribute that refuses to go below zero."""

import threading
import time


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self._balance = balance
        self._lock = threading.RLock()

    @property
    def lock(self):
        return self._lock

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise InsufficientFunds(value)
        self._balance = value


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    start = time.monotonic()

    def left():
        return -1 if timeout is None else max(0.0, start + timeout - time.monotonic())

    one, other = (source, target) if id(source) <= id(target) else (target, source)
    if not one.lock.acquire(timeout=left()):
        return False
    try:
        if not other.lock.acquire(timeout=left()):
            return False
        try:
            source.balance -= amount
            target.balance += amount
            return True
        finally:
            other.lock.release()
    finally:
        one.lock.release()


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
