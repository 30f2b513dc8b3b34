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


def fetch_all(fetch, urls, worker_count):
    values, errors = [None] * len(urls), []
    jobs = list(range(len(urls)))[::-1]

    def work():
        while True:
            try:
                number = jobs.pop()
            except IndexError:
                return
            try:
                values[number] = fetch(urls[number])
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(worker_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return values
