MISSING = type("MISSING", (), {})()


def in_type(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return MISSING


def in_instance(obj, name):
    try:
        return obj.__dict__.get(name, MISSING)
    except AttributeError:
        return MISSING


def lookup(obj, name):
    try:
        return ordinary(obj, name)
    except AttributeError:
        fallback = in_type(type(obj), "__getattr__")
        if fallback is MISSING:
            raise
        return fallback(obj, name)


def ordinary(obj, name):
    found = in_type(type(obj), name)
    get = MISSING if found is MISSING else in_type(type(found), "__get__")
    if get is not MISSING and is_data(found):
        return get(found, obj, type(obj))
    own = in_instance(obj, name)
    if own is not MISSING:
        return own
    if get is not MISSING:
        return get(found, obj, type(obj))
    if found is not MISSING:
        return found
    raise AttributeError(f"{type(obj).__name__} object has no attribute {name}")


def is_data(found):
    return any(in_type(type(found), method) is not MISSING for method in ("__set__", "__delete__"))
