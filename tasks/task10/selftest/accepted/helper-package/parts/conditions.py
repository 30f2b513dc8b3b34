from .operators import Logical


class retry_if_exception_type(Logical):
    def __init__(self, types=Exception):
        self.types = types

    def __call__(self, attempt):
        return isinstance(attempt.exception(), self.types)


class retry_if_result(Logical):
    def __init__(self, predicate):
        self.predicate = predicate

    def __call__(self, attempt):
        return attempt.exception() is None and self.predicate(attempt.result())
