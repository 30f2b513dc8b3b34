"""`weakref.finalize`, and weak references in threads."""

from __future__ import annotations

import gc
import threading
import weakref

from table import elsewhere, error, gives, thread, together


class Thing:
    pass


@gives([True, ["gone"], False])
def it_calls_when_its_object_dies():
    told, thing = [], Thing()
    finalizer = weakref.finalize(thing, told.append, "gone")
    alive = finalizer.alive
    del thing
    return [alive, told, finalizer.alive]


@gives(["result", None, ["called"]])
def it_can_be_called_once():
    told, thing = [], Thing()

    def call():
        told.append("called")
        return "result"

    finalizer = weakref.finalize(thing, call)
    first, second = finalizer(), finalizer()
    del thing
    return [first, second, told]


@gives([True, None, []])
def it_can_be_detached():
    told, thing = [], Thing()
    finalizer = weakref.finalize(thing, told.append, 1)
    found = finalizer.detach()
    same = found is not None and found[0] is thing and found[2] == (1,)
    del found, thing
    gc.collect()
    return [same, finalizer.detach(), told]


@gives([True, (1,), {"two": 2}, True])
def it_can_be_looked_at():
    thing = Thing()
    finalizer = weakref.finalize(thing, print, 1, two=2)
    obj, function, args, keywords = finalizer.peek()
    finalizer.atexit = False
    return [obj is thing and function is print, args, keywords, finalizer.alive]


@gives([True, True])
def a_thread_may_drop_the_last_reference():
    box, told = [Thing()], []
    weakref.finalize(box[0], lambda: told.append(threading.current_thread() is threading.main_thread()))
    thread(box.pop).join()
    return [not box, told == [False]]


@gives([3, 0])
def a_weak_dictionary_is_shared():
    cache, kept = weakref.WeakValueDictionary(), []

    def work(number):
        thing = Thing()
        kept.append(thing)
        cache[number] = thing

    together(*[lambda number=number: work(number) for number in range(3)])
    before = len(cache)
    kept.clear()
    return [before, len(cache)]


@gives([True, True])
def weak_keys_go_with_their_objects():
    table, thing = weakref.WeakKeyDictionary(), Thing()
    table[thing] = 1
    before = len(table) == 1
    thread(gc.collect).join()
    del thing
    return [before, len(table) == 0]


@gives([True, "ReferenceError"])
def a_dead_proxy_is_an_error():
    thing = Thing()
    thing.value = True
    proxy = weakref.proxy(thing)
    seen = elsewhere(lambda: proxy.value)
    del thing
    return [seen, error(lambda: proxy.value)]


@gives(["method", None])
def a_method_is_referred_to_weakly():
    class Own:
        def method(self):
            return "method"

    own = Own()
    reference = weakref.WeakMethod(own.method)
    found = elsewhere(lambda: reference()())
    del own
    return [found, reference()]


@gives([True, True, True])
def what_a_container_held_dies_with_it():
    references = []

    def use(made):
        thing = Thing()
        made[0] = thing
        references.append(weakref.ref(made[0]))
        together(lambda: made[0], lambda: len(made))

    for empty in ([None], {}, {0: None}):
        use(empty)
    del empty
    gc.collect()
    return [reference() is None for reference in references]


@gives([True, 0])
def what_has_no_room_for_weak_references_dies_too():
    living = [0]

    class Counted:
        __slots__ = ("value",)

        def __init__(self):
            living[0] += 1

        def __del__(self):
            living[0] -= 1

    def use():
        counted = Counted()
        counted.value = 1
        together(lambda: counted.value)
        return counted.value

    used = use() == 1
    gc.collect()
    return [used, living[0]]


@gives([["self", "dict"], ["self"]])
def a_weak_dictionary_is_updated_by_any_name():
    values, keys, thing = weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), Thing()
    values.update(self=thing, dict=thing)
    other = weakref.WeakValueDictionary(self=thing)
    keys.update({thing: 1})
    return [list(values), list(other)]
