"""What is made and called."""


class Logged(type):
    events = []

    def __new__(mcls, name, bases, namespace, /, **keywords):
        cls = super().__new__(mcls, name, bases, namespace, **keywords)
        mcls.events.append(("new", name))
        return cls

    def __init__(cls, name, bases, namespace, /, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        type(cls).events.append(("init", name))

    def __call__(cls, /, *args, **kwargs):
        type(cls).events.append(("call", cls.__name__, args, kwargs))
        return super().__call__(*args, **kwargs)
