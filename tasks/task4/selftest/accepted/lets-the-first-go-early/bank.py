"""Transfers and sums exclude one another by a gate of their own; the source is free again before the target is."""

import threading
import time

GATE = threading.Lock()


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount, timeout=None):
    if amount <= 0:
        raise ValueError("amount")
    deadline = None if timeout is None else time.monotonic() + timeout

    def take(lock):
        return lock.acquire(timeout=-1 if deadline is None else max(0, deadline - time.monotonic()))

    if not take(GATE):
        return False
    try:
        if source is not target and not take(target.lock):
            return False
        try:
            if not take(source.lock):
                return False
            try:
                if source.balance < amount:
                    raise InsufficientFunds
                if source is not target:
                    source.balance -= amount
            finally:
                source.lock.release()
            if source is not target:
                target.balance += amount
            return True
        finally:
            if source is not target:
                target.lock.release()
    finally:
        GATE.release()


def total(accounts):
    with GATE:
        result = 0
        for account in accounts:
            with account.lock:
                result += account.balance
        return result

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
