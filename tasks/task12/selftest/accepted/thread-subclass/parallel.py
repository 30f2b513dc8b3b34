"""Threads with a share of the deque and a list of their own."""

import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor


def count_between(start, step, limit):
    return sum(1 for number in range(start, limit, step) if is_prime(number))


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))


def count_primes(limit, worker_count):
    with ProcessPoolExecutor(worker_count) as executor:
        parts = [executor.submit(count_between, start, worker_count, limit) for start in range(worker_count)]
        return sum(part.result() for part in parts)


class Fetcher(threading.Thread):
    def __init__(self, fetch, jobs):
        super().__init__()
        self.fetch, self.jobs = fetch, jobs
        self.values, self.errors = {}, {}

    def run(self):
        while True:
            try:
                number, url = self.jobs.popleft()
            except IndexError:
                break
            try:
                self.values[number] = self.fetch(url)
            except Exception as error:
                self.errors[number] = error


def fetch_all(fetch, urls, worker_count):
    jobs = deque(enumerate(urls))
    fetchers = [Fetcher(fetch, jobs) for _ in range(worker_count)]
    for fetcher in fetchers:
        fetcher.start()
    values, errors = {}, {}
    for fetcher in fetchers:
        fetcher.join()
        values.update(fetcher.values)
        errors.update(fetcher.errors)
    if errors:
        raise errors[min(errors)]
    return [values[number] for number in range(len(urls))]
