"""An attempt is a future that is done."""

from concurrent.futures import Future


class Attempt(Future):
    def __init__(self, attempt_number):
        super().__init__()
        self.attempt_number = attempt_number

    def run(self, function, args, kwargs):
        try:
            value = function(*args, **kwargs)
        except Exception as error:
            self.set_exception(error)
        else:
            self.set_result(value)


class RetryError(Exception):
    def __init__(self, last_attempt):
        super().__init__(last_attempt)
        self.last_attempt = last_attempt
