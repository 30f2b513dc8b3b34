"""An event loop waits for threads; `gather` keeps the order and hands failures back beside values."""

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def primes_between(bounds):
    start, stop = bounds
    return sum(all(n % d for d in range(2, int(n**0.5) + 1)) for n in range(max(start, 2), stop))


def count_primes(limit, worker_count):
    step = max(1, limit // (8 * worker_count))
    parts = [(start, min(start + step, limit)) for start in range(0, limit, step)]
    with ProcessPoolExecutor(worker_count) as processes:
        return sum(processes.map(primes_between, parts))


async def gathered(fetch, urls, worker_count):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(worker_count) as threads:
        calls = [loop.run_in_executor(threads, fetch, url) for url in urls]
        return await asyncio.gather(*calls, return_exceptions=True)


def fetch_all(fetch, urls, worker_count):
    outcomes = asyncio.run(gathered(fetch, urls, worker_count))
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return outcomes
