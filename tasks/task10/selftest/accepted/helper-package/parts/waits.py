import math


class _Wait:
    def __add__(self, other):
        wait = _Wait()
        wait.after = lambda k: self.after(k) + other.after(k)
        return wait


class wait_fixed(_Wait):
    def __init__(self, seconds):
        self.after = lambda k: seconds


class wait_none(wait_fixed):
    def __init__(self):
        super().__init__(0)


class wait_exponential(_Wait):
    def __init__(self, multiplier=1, min=0, max=2**31):
        self.multiplier, self.low, self.high = multiplier, min, max

    def after(self, k):
        try:
            seconds = math.ldexp(self.multiplier, k - 1)
        except OverflowError:
            seconds = math.inf
        return max(self.low, min(self.high, seconds))
