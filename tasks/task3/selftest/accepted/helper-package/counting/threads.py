"""Running one function in many threads."""

import threading


def run_in_threads(function, how_many):
    threads = [threading.Thread(target=function) for _ in range(how_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
