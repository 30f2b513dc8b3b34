"""Classes by name."""


class Registry(type):
    classes = {}

    def __new__(mcls, name, bases, namespace, /, *, abstract=False, **keywords):
        if not abstract:
            mcls._refuse(name)
        return super().__new__(mcls, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, /, *, abstract=False, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        if not abstract:
            type(cls).classes[name] = cls

    @classmethod
    def _refuse(mcls, name):
        if name in mcls.classes:
            raise TypeError(f"{name} is {mcls.classes[name]!r}")
