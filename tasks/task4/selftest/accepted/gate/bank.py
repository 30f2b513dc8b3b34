"""Locks are taken in any order, but only by one thread at a time."""

import threading
import time

GATE = threading.Lock()


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


def take(locks, timeout=None):
    deadline = None if timeout is None else time.monotonic() + timeout

    def left():
        return -1 if deadline is None else max(0, deadline - time.monotonic())

    if not GATE.acquire(timeout=left()):
        return False
    try:
        taken = []
        for lock in locks:
            if not lock.acquire(timeout=left()):
                for one in taken:
                    one.release()
                return False
            taken.append(lock)
        return True
    finally:
        GATE.release()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    locks = list(dict.fromkeys([source.lock, target.lock]))
    if not take(locks, timeout):
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
    locks = list(dict.fromkeys(account.lock for account in accounts))
    take(locks)
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
