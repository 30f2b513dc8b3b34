"""Classes without a statement."""

import types


def make_class(name, bases, namespace):
    return types.new_class(name, bases, {}, namespace_of(namespace))


def namespace_of(namespace):
    """What fills the body of a class."""

    def fill(body):
        for key, value in namespace.items():
            body[key] = value

    return fill
