"""`threading.local`."""

from __future__ import annotations

import threading

from table import elsewhere, error, gives, thread


@gives(["main", False, "main"])
def each_thread_sees_its_own():
    own = threading.local()
    own.name = "main"
    seen = [own.name, elsewhere(hasattr, own, "name")]
    thread(setattr, own, "name", "other").join()
    return [*seen, own.name]


@gives("AttributeError")
def a_missing_one_is_missing():
    return error(lambda: threading.local().name)


@gives([[1, "main"], [2, "other"]])
def a_subclass_is_initialised_in_each_thread():
    made = []

    class Own(threading.local):
        def __init__(self, word):
            made.append(word)
            self.number = len(made)

    own = Own("word")
    first = [own.number, "main"]
    return [first, [elsewhere(lambda: own.number), "other"]]


@gives(["TypeError", "TypeError"])
def arguments_need_an_initialiser():
    class Own(threading.local):
        pass

    return [error(threading.local, 1), error(Own, a=1)]


@gives([{"a": 1}, {}])
def its_dictionary_is_the_one_of_the_thread():
    own = threading.local()
    own.a = 1
    return [dict(own.__dict__), elsewhere(lambda: dict(own.__dict__))]


@gives(["AttributeError", "AttributeError"])
def its_dictionary_cannot_be_replaced():
    own = threading.local()
    return [error(setattr, own, "__dict__", {}), error(delattr, own, "__dict__")]


@gives([False, "kept"])
def deleting_is_for_one_thread():
    own, gate, ready, seen = threading.local(), threading.Event(), threading.Event(), []

    def work():
        own.value = "kept"
        ready.set()
        gate.wait()
        seen.append(own.value)

    own.value = "gone"
    other = thread(work)
    ready.wait()
    del own.value
    gate.set()
    other.join()
    return [hasattr(own, "value"), *seen]


@gives([1, 1, 1])
def a_class_attribute_is_shared_until_it_is_set():
    class Own(threading.local):
        count = 0

    own = Own()

    def work():
        own.count += 1
        return own.count

    return [elsewhere(work), elsewhere(work), work()]


@gives([7, 7])
def slots_are_shared():
    class Own(threading.local):
        __slots__ = ("shared",)

    own = Own()
    own.shared = 7
    return [own.shared, elsewhere(lambda: own.shared)]


@gives([True, True])
def two_of_them_do_not_mix():
    one, two = threading.local(), threading.local()
    one.x, two.x = 1, 2
    return [one.x == 1, two.x == 2]


@gives(True)
def what_it_holds_dies_with_it():
    import gc
    import weakref

    class Thing:
        pass

    own = threading.local()
    own.thing = Thing()
    reference = weakref.ref(own.thing)
    del own
    gc.collect()
    return reference() is None


@gives(True)
def what_a_thread_kept_in_it_dies_with_the_thread():
    import gc
    import weakref

    class Thing:
        pass

    own, references = threading.local(), []

    def work():
        own.thing = Thing()
        references.append(weakref.ref(own.thing))

    thread(work).join()
    gc.collect()
    return references[0]() is None
