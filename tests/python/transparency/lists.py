"""Which of CPython's own tests are compared; `test:module` rewrites the module that is tested too."""

from __future__ import annotations

# About a minute: the language itself, and the modules that concurrent programs are made of.
SOME = [
    "test_asyncgen",
    "test_augassign",
    "test_class",
    "test_contextlib:contextlib",
    "test_coroutines",
    "test_dataclasses:dataclasses",
    "test_defaultdict",
    "test_dict",
    "test_dynamic",
    "test_functools:functools",
    "test_generators",
    "test_iter",
    "test_list",
    "test_named_expressions",
    "test_patma",
    "test_property",
    "test_scope",
    "test_super",
    "test_threading_local/each",
    "test_types",
    "test_weakset:_weakrefset",
    "test_with",
    "test_yield_from",
]
_MORE = """
test_abc test_baseexception test_bisect:bisect test_bool test_builtin test_bytes test_calendar test_collections
test_colorsys:colorsys test_compare test_complex test_configparser:configparser
test_contains test_contextlib_async:contextlib test_copy:copy test_copyreg:copyreg test_csv:csv test_decorators
test_deque test_descr test_dictcomps test_dictviews test_dynamicclassattribute test_enum test_enum:enum
test_enumerate test_except_star test_exception_group test_exception_variations test_exceptions/each test_extcall
test_float test_fnmatch:fnmatch test_fractions:fractions test_funcattrs test_generator_stop test_genericalias
test_genericclass test_getopt:getopt test_global test_grammar test_graphlib:graphlib test_hash test_heapq:heapq
test_htmlparser test_index test_int test_ipaddress:ipaddress test_isinstance test_itertools test_keyword
test_keywordonlyarg test_listcomps test_long test_memoryview test_metaclass test_numbers test_opcodes
test_operator:operator test_optparse:optparse test_ordered_dict test_positional_only_arg test_pow
test_pprint:pprint test_print test_queue:queue/each
test_raise test_range test_reprlib:reprlib test_richcmp test_sched:sched/each test_set
test_setcomps test_shlex:shlex test_slice test_sort test_statistics test_string test_string_literals
test_strftime test_subclassinit test_syntax test_textwrap:textwrap test_thread/each test_threading/each test_timeit:timeit
test_tuple test_type_aliases test_type_params test_typechecks test_typing test_unary test_unpack test_unpack_ex
test_userdict test_userlist test_userstring test_weakref/each test_weakref:weakref/each
"""
MORE = _MORE.split()
ALL = SOME + MORE
