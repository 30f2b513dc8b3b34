from contextlib import contextmanager
from time import monotonic


@contextmanager
def holding(accounts, timeout=None):
    deadline = None if timeout is None else monotonic() + timeout
    held = []
    try:
        for lock in sorted({account.lock for account in accounts}, key=id):
            if not lock.acquire(timeout=-1 if deadline is None else max(0, deadline - monotonic())):
                break
            held.append(lock)
        else:
            yield True
            return
        yield False
    finally:
        for lock in held:
            lock.release()
