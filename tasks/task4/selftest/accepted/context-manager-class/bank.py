"""A class that takes several locks on entering and knows whether it got them."""

import threading
import time


class InsufficientFunds(Exception):
    pass


class Account:
    _made = 0
    _making = threading.Lock()

    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()
        with Account._making:
            Account._made += 1
            self._number = Account._made

    def __lt__(self, other):
        return self._number < other._number


class Locked:
    def __init__(self, *accounts, timeout=None):
        self._wanted = sorted(dict.fromkeys(accounts))
        self._timeout = timeout
        self._held = []

    def __enter__(self):
        start = time.monotonic()
        for account in self._wanted:
            if self._timeout is None:
                got = account.lock.acquire()
            else:
                left = self._timeout - (time.monotonic() - start)
                got = account.lock.acquire(left > 0, left if left > 0 else -1)
            if not got:
                self._release()
                return False
            self._held.append(account.lock)
        return True

    def _release(self):
        while self._held:
            self._held.pop().release()

    def __exit__(self, kind, error, where):
        self._release()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount must be positive")
    with Locked(source, target, timeout=timeout) as got:
        if not got:
            return False
        if amount > source.balance:
            raise InsufficientFunds("not enough")
        source.balance -= amount
        target.balance += amount
    return True


def total(accounts):
    with Locked(*accounts):
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
