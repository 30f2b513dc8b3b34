import functools
from time import monotonic, sleep

from .attempts import Attempt, RetryError
from .conditions import retry_if_exception_type
from .stops import stop_never
from .waits import wait_none


def retry(func=None, *, stop=stop_never, wait=wait_none(), retry=retry_if_exception_type(), reraise=False):
    def decorate(function):
        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            begun, number = monotonic(), 1
            while True:
                attempt = Attempt(number)
                attempt.run(function, args, kwargs)
                if not retry(attempt):
                    return attempt.result()
                if stop(number, monotonic() - begun):
                    if reraise:
                        attempt.result()
                    raise RetryError(attempt) from attempt.exception()
                sleep(wait.after(number))
                number += 1

        return wrapped

    return decorate if func is None else decorate(func)
