"""Rules that combine are lists of rules, any or all of which must hold."""


class Logical:
    def __or__(self, other):
        return AnyOf([self, other])

    def __and__(self, other):
        return AllOf([self, other])


class AnyOf(Logical, list):
    def __call__(self, *seen):
        return any(rule(*seen) for rule in self)

    __or__, __and__ = Logical.__or__, Logical.__and__


class AllOf(Logical, list):
    def __call__(self, *seen):
        return all(rule(*seen) for rule in self)
