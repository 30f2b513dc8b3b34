"""A condition guards the set of accounts in use: nobody takes one lock while he waits for another's end."""

import threading
import time

_free = threading.Condition()
_busy = set()


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


def claim(accounts, timeout=None):
    with _free:
        if not _free.wait_for(lambda: _busy.isdisjoint(accounts), timeout):
            return False
        _busy.update(accounts)
        return True


def give_back(accounts):
    with _free:
        _busy.difference_update(accounts)
        _free.notify_all()


def take(accounts, deadline):
    taken = []
    for account in accounts:
        wait = -1 if deadline is None else max(0, deadline - time.monotonic())
        if not account.lock.acquire(timeout=wait):
            break
        taken.append(account)
    return taken


def let_go(accounts):
    for account in accounts:
        account.lock.release()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError(amount)
    deadline = None if timeout is None else time.monotonic() + timeout
    both = {source, target}
    if not claim(both, timeout):
        return False
    try:
        ordered = sorted(both, key=id)
        taken = take(ordered, deadline)
        try:
            if len(taken) < len(ordered):
                return False
            if source.balance < amount:
                raise InsufficientFunds
            source.balance -= amount
            target.balance += amount
            return True
        finally:
            let_go(taken)
    finally:
        give_back(both)


def total(accounts):
    unique = set(accounts)
    claim(unique)
    try:
        taken = take(sorted(unique, key=id), None)
        try:
            return sum(account.balance for account in accounts)
        finally:
            let_go(taken)
    finally:
        give_back(unique)

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
