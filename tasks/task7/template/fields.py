"""Descriptors (task7)."""


class NonEmptyString:
    """A field that takes only strings that are not empty: `NonEmptyString()` or `NonEmptyString("_name")`."""

    def __init__(self, attribute=None):
        raise NotImplementedError("write NonEmptyString")


class StaticMethod:
    """What staticmethod does, without it."""

    def __init__(self, func):
        raise NotImplementedError("write StaticMethod")


class ClassMethod:
    """What classmethod does, without it."""

    def __init__(self, func):
        raise NotImplementedError("write ClassMethod")


class Property:
    """What property does, without it."""

    def __init__(self, fget, fset=None, fdel=None):
        raise NotImplementedError("write Property")


class Farmer:
    """Has the fields `name` and `surname`."""

    def __init__(self, name: str, surname: str):
        raise NotImplementedError("write Farmer")


def lookup(obj, name: str):
    """What `obj.name` gives."""
    raise NotImplementedError("write lookup")
