"""The caller waits for a place before it starts the next thread."""

import threading
from concurrent.futures import ProcessPoolExecutor


def count_between(start, step, limit):
    return sum(1 for number in range(start, limit, step) if is_prime(number))


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))


def count_primes(limit, worker_count):
    with ProcessPoolExecutor(worker_count) as executor:
        parts = [executor.submit(count_between, start, worker_count, limit) for start in range(worker_count)]
        return sum(part.result() for part in parts)


def attempt(fetch, url):
    try:
        return fetch(url), None
    except Exception as error:
        return None, error


def values(ends):
    for _, error in ends:
        if error is not None:
            raise error
    return [value for value, _ in ends]


def fetch_all(fetch, urls, worker_count):
    places = threading.Semaphore(worker_count)
    ends = [None] * len(urls)
    threads = []

    def work(number, url):
        try:
            ends[number] = attempt(fetch, url)
        finally:
            places.release()

    for job in enumerate(urls):
        places.acquire()
        threads.append(threading.Thread(target=work, args=job))
        threads[-1].start()
    for thread in threads:
        thread.join()
    return values(ends)
