from .operators import Logical


class _Never(Logical):
    def __call__(self, number, seconds):
        return False


stop_never = _Never()


class stop_after_attempt(Logical):
    def __init__(self, n):
        self.n = n

    def __call__(self, number, seconds):
        return number >= self.n


class stop_after_delay(Logical):
    def __init__(self, limit):
        self.limit = limit

    def __call__(self, number, seconds):
        return seconds >= self.limit
