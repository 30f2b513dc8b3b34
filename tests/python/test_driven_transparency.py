"""Rewritten code gives what the same code gives without rewriting, also while another thread exists."""

from __future__ import annotations

import sys
import textwrap
import types
import unittest

from driving import Driven

# Each defines `run`; its repr is compared.
SNIPPETS = {
    "classes": """
        class A:
            kind = "a"
            def __init__(self): self.__secret = 1
            def bump(self): self.__secret += 1; return self.__secret
        class B(A):
            def __init__(self):
                super().__init__()
                self.own = [1]
                self.own += [2]
            def bump(self): return super().bump() + 10
            def who(self): return __class__.__name__
        def run():
            b = B()
            return b.bump(), b.bump(), b.who(), sorted(vars(b)), b.own, b.kind
    """,
    "slots": """
        class S:
            __slots__ = ("x", "__dict__")
        def run():
            s = S()
            s.x = 1; s.x += 2; s.y = 5
            try: s.z
            except AttributeError as e: m = str(e)
            del s.x
            return hasattr(s, "x"), s.y, m
    """,
    "descriptors": """
        class D:
            def __set_name__(self, owner, name): self.name = name
            def __get__(self, obj, cls=None): return self if obj is None else obj.__dict__.get(self.name, 0)
            def __set__(self, obj, value): obj.__dict__[self.name] = value * 2
        class C:
            d = D()
            @property
            def p(self): return self.d + 1
            @p.setter
            def p(self, v): self.d = v
            @classmethod
            def make(cls): return cls()
            @staticmethod
            def s(x): return x
        def run():
            c = C.make()
            c.d += 1; c.p = 3; c.p += 1
            try: c.s.missing
            except AttributeError as e: text = str(e)
            return c.d, c.p, c.s(4), text, type(C.d).__name__
    """,
    "metaclass": """
        class M(type):
            def __getattr__(cls, name): return "dynamic " + name
            def __setattr__(cls, name, value): super().__setattr__(name, (value,))
            def __getitem__(cls, key): return key
        class K(metaclass=M, ): pass
        def run():
            K.a = 1
            return K.a, K.b, K[3], K.__name__
    """,
    "getattr": """
        class P:
            def __init__(self): self.log = []
            def __getattr__(self, name):
                if name.startswith("__"): raise AttributeError(name)
                self.log.append(name); return len(self.log)
            def __setitem__(self, k, v): self.log.append((k, v))
            def __getitem__(self, k): return k
            def __delitem__(self, k): self.log.append(k)
        def run():
            p = P()
            p[1] = 2; p[1:2] = 3; del p[4]; p[5] += 1
            return p.a, p.b, p[1:2], p[1, 2], p.log
    """,
    "closures": """
        def make():
            n = 0
            items = []
            def add(k=1):
                nonlocal n
                n += k; items.append(n)
                return n
            def see(): return n, items
            return add, see
        def run():
            add, see = make()
            add(); add(5)
            names = add.__code__.co_freevars[:2], [c.cell_contents for c in add.__closure__[:2]]
            return see(), names
    """,
    "globals": """
        n = 0; table = {"k": 1}; a = b = None
        def bump():
            global n, fresh
            n += 1; fresh = n
            return n
        def unpack():
            global a, b
            a, (b, *rest) = 1, (2, 3, 4)
            a = b = a + b
            for a in range(3): pass
            return a, b, rest
        def run():
            bump(); globals()["n"] += 5
            try: missing_name
            except NameError as e: text = str(e)
            return n, fresh, unpack(), text, "n" in globals()
    """,
    "walrus": """
        def run():
            total = 0
            data = [1, 2, 3]
            if (k := len(data)) > 2: total += k
            while (x := data.pop() if data else None) is not None: total += x
            return total, [y := 1, y ** 2], [z := i for i in range(3)], z, k
    """,
    "comprehensions": """
        def run():
            m = [[1, 2], [3]]
            d = {"a": [1]}
            return ([x * y for row in m for x in row for y in row if x != y], {k: v[0] for k, v in d.items()},
                    {x for x in m[0]}, sum(x for x in m[0]), list(map(lambda r: len(r), m)), [*m[0], *m[1]])
    """,
    "locals": """
        def run():
            x = 1
            def inner():
                nonlocal x
                x += 1
                y = 5
                return sorted(locals()), sorted(vars()), dir()
            d = {}
            d["k"] = 1
            d["k"] += 1
            return inner(), sorted(locals()), eval("x + 1"), d
    """,
    "exec": """
        v = 1
        def run():
            ns = {}
            exec("def f(q):\\n    return q + 1", ns)
            exec("global v\\nv += 10")
            loc = {"z": 3}
            return ns["f"](1), v, eval("z + v", globals(), loc), eval("[i for i in range(3)]")
    """,
    "exceptions": """
        class Mine(Exception): pass
        def fail():
            try: raise Mine("inner", 2)
            except Mine as e:
                try: raise KeyError("k") from e
                finally: state.append("finally")
        state = []
        def run():
            try: fail()
            except KeyError as e: out = (repr(e), repr(e.__cause__), state)
            try: [][3]
            except IndexError as e: out += (str(e),)
            try: {}["q"]
            except KeyError as e: out += (str(e),)
            try: x = [1]; x.nothing()
            except AttributeError as e: out += (str(e),)
            try: None.attr
            except AttributeError as e: out += (str(e),)
            try: 1 + "a"
            except TypeError as e: out += (str(e),)
            try: del state[7]
            except IndexError as e: out += (str(e),)
            else: out += ("no",)
            return out
    """,
    "generators": """
        def gen(n):
            got = []
            try:
                while n:
                    got.append((yield n)); n -= 1
            finally: got.append("end")
            return got
        def outer(n):
            r = yield from gen(n)
            yield r
        def run():
            g = outer(2)
            return next(g), g.send("a"), g.send("b"), list(gen(2)), sum(gen(3))
    """,
    "async": """
        import asyncio
        class Ctx:
            async def __aenter__(self): return 5
            async def __aexit__(self, *a): return False
            def __aiter__(self): self.n = 0; return self
            async def __anext__(self):
                self.n += 1
                if self.n > 2: raise StopAsyncIteration
                return self.n
        async def work(k):
            await asyncio.sleep(0.01 * k)
            async with Ctx() as c: pass
            out = [x async for x in Ctx()]
            async for y in Ctx(): out.append(y)
            return k, c, out
        async def both(): return await asyncio.gather(work(2), work(1))
        def run(): return asyncio.run(both())
    """,
    "with": """
        from contextlib import contextmanager, ExitStack
        log = []
        @contextmanager
        def cm(name):
            log.append("in " + name)
            try: yield name
            finally: log.append("out " + name)
        class Box: pass
        def run():
            b = Box()
            with cm("a") as b.x, cm("b") as [p]: log.append(b.x + p)
            with ExitStack() as stack: stack.enter_context(cm("c"))
            return log
    """,
    "decorators": """
        import functools
        calls = []
        def deco(*a, **k):
            def wrap(f):
                @functools.wraps(f)
                def inner(*args, **kw):
                    calls.append((f.__name__, args, sorted(kw.items())))
                    return f(*args, **kw)
                return inner
            return wrap
        @deco(1)
        def f(a, b=2, /, c=3, *d, e, **g): "doc"; return a, b, c, d, e, g
        @functools.lru_cache(None)
        def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
        def run():
            return f(1, e=5), f(1, 2, 3, 4, e=6, z=7), f.__doc__, f.__name__, fib(20), calls, fib.cache_info()[:2]
    """,
    "signatures": """
        import inspect
        from typing import List, Optional
        def f(a: int, b: "str" = "x", *c: float, d: Optional[List[int]] = None, **e) -> "bool":
            \"\"\"Docs.\"\"\"
            return a
        class C:
            x: int = 1
            y: List[int]
            def m(self, q: "C") -> None: self.q: int = 3
        def run():
            return (str(inspect.signature(f)), f.__annotations__, C.__annotations__, f.__code__.co_argcount,
                    f.__code__.co_varnames[:f.__code__.co_argcount], f.__kwdefaults__, f.__defaults__, f.__doc__)
    """,
    "dataclasses": """
        import enum, dataclasses
        from dataclasses import dataclass, field
        from typing import NamedTuple, TypedDict
        @dataclass(order=True)
        class P:
            x: int
            y: list = field(default_factory=list)
            def add(self, v): self.y.append(v); return self
        @dataclass(frozen=True)
        class F: a: int = 1
        class N(NamedTuple):
            a: int
            b: str = "b"
        class E(enum.Enum):
            ONE = 1
            TWO = enum.auto()
            @property
            def double(self): return self.value * 2
        class T(TypedDict): k: int
        def run():
            try: F().a = 2
            except dataclasses.FrozenInstanceError as e: text = str(e)
            return (P(1).add(3), P(1) < P(2), dataclasses.replace(F(), a=7), N(1), N(1)._replace(b="c"), E.TWO.double,
                    list(E), T(k=1), text)
    """,
    "future": """
        from __future__ import annotations
        def f(x: not_there) -> nothing: return x
        class C:
            y: missing = 1
        def run(): return f.__annotations__, C.__annotations__, f(1)
    """,
    "containers": """
        from collections import defaultdict, deque, Counter, OrderedDict
        class L(list):
            def append(self, x): super().append(x * 2)
        class D(dict):
            def __missing__(self, k): return "no " + str(k)
        def run():
            l = [3, 1, 2]; l.sort(); l[0], l[-1] = l[-1], l[0]; l[1:2] = [7, 8]; del l[0]
            d = {}; d.setdefault("a", []).append(1); d["b"] = d.get("c", 0) + 1
            dd = defaultdict(list); dd[1].append(2); dd[3]
            q = deque([1, 2], maxlen=2); q.append(3); q.rotate(1); q.appendleft(9)
            c = Counter("hello"); c["l"] += 1; c.update("l")
            o = OrderedDict(a=1); o.move_to_end("a"); x = L(); x.append(1); x += [5]; s = {1} | {2}; s |= {3}
            b = bytearray(b"ab"); b[0] = 99; b += b"!"
            keys = d.keys(); d["z"] = 1
            e = [n for n in enumerate(l)]
            return (l, d, dict(dd), list(q), c.most_common(1), o, x, s, b, D()[4], list(keys), 3 in s, not d, bool(l),
                    l and 1, l == [8], l < [9], l + [1], l * 2, e, [*l], {**d}, max(l), len(l), list(zip(l, s)),
                    str(l), f"{l!r:>20} {d['b']:03d} {x=}")
    """,
    "delete": """
        class C: pass
        g = 1
        def run():
            global g
            c = C(); c.a = 1; c.b = {"k": [1, 2, 3]}
            del c.a, c.b["k"][0], g
            x = 1
            del x
            return vars(c), "g" in globals()
    """,
    "lambdas": """
        def run():
            fs = [lambda x, i=i: x + i for i in range(3)]
            f = lambda *a, **k: (a, k)
            return [g(1) for g in fs], f(1, b=2), (lambda: (yield))().__class__.__name__
    """,
    "operators": """
        class V:
            def __init__(self, v): self.v = v
            def __iadd__(self, o): self.v += o; return self
            def __eq__(self, o): return self.v == o
            def __bool__(self): return self.v > 0
            def __contains__(self, x): return x == self.v
            def __iter__(self): return iter([self.v])
            def __len__(self): return 3
            def __matmul__(self, o): return "at"
            __hash__ = None
        class H: pass
        def run():
            v = V(1); v += 2
            h = H(); h.v = v; h.v += 3
            return v.v, v == 6, not v, 6 in v, list(v), len(v), v @ 1, h.v is v, 1 < 2 < 3, [x for x in v], -h.v.v
    """,
    "introspection": """
        import inspect, sys
        def deep(n): return n if n == 0 else deep(n - 1)
        class C:
            def method(self):
                return inspect.currentframe().f_code.co_name, sys._getframe().f_lineno
        def run():
            name, line = C().method()
            return name, line, deep(50), C.method.__qualname__, run.__module__ != "", inspect.getsource(C.method)
    """,
    "imports": """
        def run():
            import os.path as p, json
            from collections import abc
            return p.basename("/a/b"), json.dumps([1]), abc.Mapping.__name__
    """,
    "iterators": """
        class It:
            def __init__(self): self.n = 0
            def __iter__(self): return self
            def __next__(self):
                self.n += 1
                if self.n > 3: raise StopIteration
                return self.n
        def run():
            out = []
            for x in It(): out.append(x)
            else: out.append("else")
            for i, (a, b) in enumerate({1: 2}.items()): out.append((i, a, b))
            l = [1, 2, 3]
            for x in l:
                if x == 1: l.append(9)
                if x == 2: continue
                if x == 9: break
            try:
                d = {1: 1}
                for k in d: d[k + 1] = 1
            except RuntimeError as e: out.append(str(e))
            return out, l, next(It()), next(iter([]), "default"), list(reversed(l))
    """,
    "setattr": """
        class C: v = 0
        def run():
            c = C()
            setattr(c, "v", getattr(c, "v") + 1); c.__dict__["w"] = 2; vars(c)["u"] = 3
            object.__setattr__(c, "t", 4); C.v += 1; type(c).v += 1
            return c.v, c.w, c.u, c.t, C.v, hasattr(c, "no"), getattr(c, "no", "d"), sorted(c.__dict__), delattr(c, "w")
    """,
    "deep": """
        v = 1
        def total(): return __SUM__
        def pick(n):
            if n == 0: return 0
            __ELIFS__
        def run():
            global v
            v += 1
            return total(), pick(150), eval("+".join(["v"] * 400))
    """.replace("__SUM__", " + ".join(["v"] * 400)).replace(
        "__ELIFS__", "\n            ".join(f"elif n == {n}: return v" for n in range(1, 200))
    ),
    "weak": """
        import weakref, gc
        class C: pass
        def run():
            c = C(); c.x = 1; c.x += 1
            r = weakref.ref(c); log = []
            weakref.finalize(c, log.append, "gone")
            del c
            gc.collect()
            return r() is None, log
    """,
}

if sys.version_info >= (3, 10):
    SNIPPETS["match"] = """
        class P:
            __match_args__ = ("x", "y")
            def __init__(self, x, y): self.x, self.y = x, y
        LIMIT = 5
        class K: ONE = 1
        last = None
        def see(v):
            global last
            match v:
                case K.ONE: return "one"
                case [a, *rest] if len(rest) > 1: return a, rest
                case {"k": value, **others}: return value, others
                case P(x=0) | P(y=0): return "axis"
                case P(x, y): last = x; return x + y
                case str() as s: return s.upper()
                case (1 | 2) as n: return n
                case _: return None
        def run(): return [see(v) for v in (1, [1, 2, 3], {"k": 2, "z": 3}, P(0, 1), P(2, 3), "hi", 2, 7)], last
    """
if sys.version_info >= (3, 11):
    SNIPPETS["groups"] = """
        def run():
            out = []
            try: raise ExceptionGroup("g", [ValueError(1), TypeError(2), KeyError(3)])
            except* ValueError as e: out.append(repr(e.exceptions))
            except* (TypeError, KeyError) as e: out.append(len(e.exceptions))
            x = [1, 2]
            class G:
                def __class_getitem__(cls, k): return k
            return out, G[*x]
    """
if sys.version_info >= (3, 12):
    SNIPPETS["type_params"] = """
        type Alias[T] = list[T]
        class Stack[T: int]:
            def __init__(self) -> None: self.items: list[T] = []
            def push(self, x: T) -> T:
                self.items.append(x)
                return x
        def first[T, *Ts, **P](xs: list[T]) -> T: return xs[0]
        def run():
            s = Stack[int]()
            n = 3
            return (s.push(2), first([1]), Alias.__value__, Stack.__type_params__, first.__type_params__,
                    f"{n=} {'a' + f'{n!r}'} {s.items[0]:>{n}}")
    """
if sys.version_info >= (3, 13):
    SNIPPETS["defaults"] = """
        class Box[T = int]:
            def get(self) -> T: return 1
        def run(): return Box().get(), Box.__type_params__[0].__default__
    """


def plain(source: str, name: str) -> str:
    module = types.ModuleType(name)
    # Where the source is found by `inspect`.
    import linecache

    file = f"<{name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    sys.modules[name] = module
    exec(compile(source, file, "exec", 0, True), vars(module))
    return repr(module.run())


class Transparency(unittest.TestCase):
    def test_snippets(self) -> None:
        sources = {f"s_{name}.py": textwrap.dedent(source) for name, source in SNIPPETS.items()}
        with Driven(sources) as session:
            for file, source in sources.items():
                for grain in ("coarse", "fine"):
                    with self.subTest(file=file, grain=grain):
                        ready = session.scenario(file=file, threads=[["None"]], main=["repr(run())"])
                        self.assertEqual(ready, {"ready": True})
                        answer = session.schedule(grain=grain, verbose=grain == "fine")
                        self.assertIsNone(answer.get("import"), answer)
                        self.assertEqual(answer["end"], "finished", answer.get("failure"))
                        main = [r for r in answer["results"] if r["part"] == "main"]
                        self.assertEqual(main[0]["end"], {"value": {"s": plain(source, file[:-3])}})


if __name__ == "__main__":
    unittest.main()
