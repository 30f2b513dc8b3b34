"""Results come in any order and are put where they belong."""

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import ThreadPoolExecutor, as_completed


def count_between(start, step, limit):
    return sum(1 for number in range(start, limit, step) if is_prime(number))


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))


def count_primes(limit, worker_count):
    with ProcessPoolExecutor(worker_count) as executor:
        parts = [executor.submit(count_between, start, worker_count, limit) for start in range(worker_count)]
        return sum(part.result() for part in parts)


def fetch_all(fetch, urls, worker_count):
    values, errors = [None] * len(urls), {}
    with ThreadPoolExecutor(worker_count) as executor:
        places = {executor.submit(fetch, url): place for place, url in enumerate(urls)}
        for future in as_completed(places):
            place = places[future]
            error = future.exception()
            if error is None:
                values[place] = future.result()
            else:
                errors[place] = error
    for place in sorted(errors):
        raise errors[place]
    return values
