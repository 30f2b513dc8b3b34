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


def fetch_all(fetch, urls, worker_count):
    with ThreadPoolExecutor(worker_count) as executor:
        futures = {url: executor.submit(fetch, url) for url in dict.fromkeys(urls)}
    return [futures[url].result() for url in urls]
