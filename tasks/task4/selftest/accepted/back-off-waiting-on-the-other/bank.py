"""When the second lock is taken, waits for that one first the next time, with nothing in hand."""

import threading
import time


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance, self.lock = balance, threading.Lock()


def _left(deadline):
    return -1 if deadline is None else max(0.0, deadline - time.monotonic())


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError
    deadline = None if timeout is None else time.monotonic() + timeout
    first, second = source.lock, target.lock
    if first is second:
        if not first.acquire(timeout=_left(deadline)):
            return False
        try:
            return _move(source, target, amount)
        finally:
            first.release()
    while True:
        if not first.acquire(timeout=_left(deadline)):
            return False
        if second.acquire(blocking=False):
            try:
                return _move(source, target, amount)
            finally:
                second.release()
                first.release()
        first.release()
        first, second = second, first


def _move(source, target, amount):
    if source.balance < amount:
        raise InsufficientFunds()
    source.balance -= amount
    target.balance += amount
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
