"""An ExitStack holds as many locks as there are, and lets all of them go."""

import threading
from contextlib import ExitStack
from time import monotonic, sleep


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance: int = 0):
        self.balance = balance
        self.lock = threading.Lock()


def locked(stack, accounts, timeout=None):
    deadline = None if timeout is None else monotonic() + timeout
    for account in sorted(set(accounts), key=id):
        wait = -1 if deadline is None else max(deadline - monotonic(), 0)
        if not account.lock.acquire(timeout=wait):
            return False
        stack.callback(account.lock.release)
    return True


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("nothing to transfer")
    with ExitStack() as stack:
        if not locked(stack, [source, target], timeout):
            return False
        if source.balance < amount:
            raise InsufficientFunds
        source.balance -= amount
        target.balance += amount
        return True


def total(accounts):
    with ExitStack() as stack:
        for account in sorted(set(accounts), key=id):
            stack.enter_context(account.lock)
        return sum(account.balance for account in accounts)


def say_hello(lock, hold=1.0, timeout=0.5):
    with ExitStack() as stack:
        got = lock.acquire(timeout=timeout)
        if got:
            stack.callback(lock.release)
            sleep(hold)
        print("Hello" if got else "Without lock")
        return got
