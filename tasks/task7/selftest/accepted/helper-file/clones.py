class StaticMethod:
    def __init__(self, func):
        self.func = func

    def __get__(self, instance, owner):
        return self.func


class ClassMethod(StaticMethod):
    def __get__(self, instance, owner):
        return super().__get__(instance, owner).__get__(owner)


class Property:
    """Reading, assigning and deleting by functions."""

    def __init__(self, fget, fset=None, fdel=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.name = "?"

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return self.fget(instance)

    def __set__(self, instance, value):
        self._call(self.fset, instance, value)

    def __delete__(self, instance):
        self._call(self.fdel, instance)

    def _call(self, function, *args):
        if function is None:
            raise AttributeError(f"{self.name}: not possible")
        function(*args)

    def setter(self, fset):
        return Property(fget=self.fget, fset=fset, fdel=self.fdel)

    def deleter(self, fdel):
        return Property(fget=self.fget, fset=self.fset, fdel=fdel)
