"""`count` is a small asyncio program that sends the work to threads."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            return self._value

    @property
    def value(self):
        with self._lock:
            return self._value


async def _count(counter, thread_count, per_thread):
    together = threading.Barrier(thread_count)

    def work():
        together.wait()
        for _ in range(per_thread):
            counter.increment()

    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_count))
    await asyncio.gather(*(asyncio.to_thread(work) for _ in range(thread_count)))


def count(counter, thread_count, per_thread):
    if thread_count:
        asyncio.run(_count(counter, thread_count, per_thread))
    return counter.value
