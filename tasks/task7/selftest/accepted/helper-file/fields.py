"""The descriptors are in modules of their own."""

from clones import ClassMethod, Property, StaticMethod
from finding import lookup
from strings import NonEmptyString

__all__ = ["ClassMethod", "Farmer", "NonEmptyString", "Property", "StaticMethod", "lookup"]


class Person:
    name = NonEmptyString()
    surname = NonEmptyString()

    def __init__(self, name: str, surname: str):
        self.name = name
        self.surname = surname

    @property
    def full_name(self) -> str:
        return f"{self.name} {self.surname}"

    @staticmethod
    def greeting() -> str:
        return "Hello"

    @classmethod
    def parse(cls, text: str) -> "Person":
        return cls(*text.split())


class Farmer(Person):
    """The fields are inherited."""


if __name__ == "__main__":
    print(Farmer.parse("Ann Lee").full_name)
