import threading
import time


class InsufficientFunds(Exception):
    pass


FREE = threading.Condition()
busy = set()


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("the amount must be positive")
    deadline = None if timeout is None else time.monotonic() + timeout

    def left():
        return None if deadline is None else max(0, deadline - time.monotonic())

    taken = []
    try:
        for account in dict.fromkeys([source, target]):
            with FREE:
                if not FREE.wait_for(lambda: account not in busy, left()):
                    return False
                busy.add(account)
                taken.append(account)
        held = []
        try:
            for account in taken:
                wait = left()
                if not account.lock.acquire(timeout=-1 if wait is None else wait):
                    return False
                held.append(account)
            if source.balance < amount:
                raise InsufficientFunds("not enough money")
            source.balance -= amount
            target.balance += amount
            return True
        finally:
            for account in held:
                account.lock.release()
    finally:
        with FREE:
            busy.difference_update(taken)
            FREE.notify_all()


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
