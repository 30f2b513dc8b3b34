"""An event loop waits for threads."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import ThreadPoolExecutor


def count_between(start, step, limit):
    return sum(1 for number in range(start, limit, step) if is_prime(number))


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))


def count_primes(limit, worker_count):
    with ProcessPoolExecutor(worker_count) as executor:
        parts = [executor.submit(count_between, start, worker_count, limit) for start in range(worker_count)]
        return sum(part.result() for part in parts)


async def gather(fetch, urls, worker_count):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(worker_count) as executor:
        calls = [loop.run_in_executor(executor, fetch, url) for url in urls]
        return await asyncio.gather(*calls, return_exceptions=True)


def fetch_all(fetch, urls, worker_count):
    failures = {}

    def noted(job):
        number, url = job
        try:
            return fetch(url)
        except Exception as error:
            failures[number] = error

    values = asyncio.run(gather(noted, list(enumerate(urls)), worker_count))
    if failures:
        raise failures[min(failures)]
    return values
