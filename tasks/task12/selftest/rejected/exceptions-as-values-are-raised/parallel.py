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
    def safe(url):
        try:
            return fetch(url)
        except Exception as error:
            return error

    with ThreadPoolExecutor(worker_count) as executor:
        values = list(executor.map(safe, urls))
    for value in values:
        if isinstance(value, Exception):
            raise value
    return values
