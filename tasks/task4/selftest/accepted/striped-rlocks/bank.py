"""Two re-entrant locks for all accounts, taken in a fixed order, as often as needed."""

import threading
import time

EVEN, ODD = threading.RLock(), threading.RLock()


class InsufficientFunds(Exception):
    pass


class Account:
    count = 0

    def __init__(self, balance=0):
        self.balance = balance
        self.lock = (EVEN, ODD)[Account.count % 2]
        Account.count += 1


def in_order(accounts):
    return sorted(accounts, key=lambda account: account.lock is ODD)


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    end = None if timeout is None else time.perf_counter_ns() + int(timeout * 1e9)
    first, second = in_order([source, target])
    if not take(first, end):
        return False
    try:
        if not take(second, end):
            return False
        try:
            if source.balance < amount:
                raise InsufficientFunds
            source.balance -= amount
            target.balance += amount
            return True
        finally:
            second.lock.release()
    finally:
        first.lock.release()


def take(account, end):
    if end is None:
        return account.lock.acquire()
    left = (end - time.perf_counter_ns()) / 1e9
    return account.lock.acquire(timeout=left if left > 0 else 0)


def total(accounts):
    with EVEN, ODD:
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
