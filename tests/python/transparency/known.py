"""Differences that stay, each with its reason, and tests that cannot be compared.

A name is a method of a test class, in every file and every version where it occurs.
"""

from __future__ import annotations

_FRAMES = "it looks at frames, code objects or traces, and finds the hooks there"
_LATER = "it sees an object die at its last use, where here it dies some steps later"
_KEYS = "looking a name up runs the code of a key in a namespace: our look has run it before"
_SWITCHES = "it depends on threads that switch, or on waits that take real time; here nobody decides so"
_NAMES = "it goes through the names of the builtins, where the hooks are"
_CYCLE = "it waits for the end of a cycle through a container, which is kept while it is known"
_MANY = "it starts more threads than a schedule may have"
_OWN = "it is about how the interpreter implements what is replaced here"

KNOWN = {
    "test_container_iterator": _LATER,
    "test_cycle_collection": _CYCLE,
    "test_exec_closure": _FRAMES,
    "test_field_named_like_builtin": _NAMES,
    "test_field_named_like_builtin_frozen": _NAMES,
    "test_free_after_iterating": _LATER,
    "test_local_refs": _MANY,
    "test_ref_counting_behavior": _LATER,
    "test_slots": _LATER,
    "test_type_lookup_mro_reference": _KEYS,
    "test_vicious_descriptor_nonsense": _KEYS,
    "test_weakref": _LATER,
}
# They would not end, or end the process.
LEFT_OUT: dict[str, str] = {}
