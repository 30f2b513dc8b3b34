class NonEmptyString:
    def __init__(self, attribute=None):
        self.attribute = attribute

    def __set_name__(self, owner, name):
        self.attribute = self.attribute if self.attribute is not None else f"{name}_value"

    def __get__(self, instance, owner):
        if instance is None:
            return self
        if self.attribute not in instance.__dict__:
            return None
        return instance.__dict__[self.attribute]

    def __set__(self, instance, value):
        instance.__dict__[self.attribute] = non_empty(value)

    def __delete__(self, instance):
        raise ValueError("a field stays")


def non_empty(value):
    if not isinstance(value, str) or len(value) == 0:
        raise ValueError(f"a non-empty string is needed, not {value!r}")
    return value
