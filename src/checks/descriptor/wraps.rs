//! Laws of descriptors that wrap functions, as `staticmethod`, `classmethod` and `property` do.

use crate::checks::call::Case;
use crate::checks::descriptor::Subject;
use crate::checks::laws::{Law, Program};
use crate::checks::python::literal::literal;
use crate::model::value::Value;

pub(super) const LAWS: [Law<Subject>; 10] = [
    Law {
        name: "static-method",
        meaning: "law-descriptor-static-method",
        about: "the function gets the arguments of the call and nothing else: on the class, an instance, a subclass and \
            its instance",
        lacks: wraps,
        cases: static_method,
    },
    Law {
        name: "class-method",
        meaning: "law-descriptor-class-method",
        about: "the function gets the class that it is called on, or the instance's, before the arguments: on the class, \
            an instance, a subclass, its instance, and through super()",
        lacks: wraps,
        cases: class_method,
    },
    Law {
        name: "shadowed",
        meaning: "law-descriptor-shadowed",
        about: "an attribute of the instance hides it (it is no data descriptor), for that instance alone, until it is \
            deleted",
        lacks: wraps,
        cases: shadowed,
    },
    Law {
        name: "property-get",
        meaning: "law-descriptor-property-get",
        about: "reading calls `fget` with the instance, each time anew, whatever the instance's `__dict__` holds under \
            the name; its exceptions come out",
        lacks: wraps,
        cases: property_get,
    },
    Law {
        name: "property-set",
        meaning: "law-descriptor-property-set",
        about: "assigning calls `fset`, `del` calls `fdel`, given by position or as keywords; instances are kept apart",
        lacks: wraps,
        cases: property_set,
    },
    Law {
        name: "property-read-only",
        meaning: "law-descriptor-property-read-only",
        about: "assigning without `fset` and `del` without `fdel` raise AttributeError and change nothing",
        lacks: wraps,
        cases: property_read_only,
    },
    Law {
        name: "property-on-class",
        meaning: "law-descriptor-property-on-class",
        about: "read on the class or a subclass it gives itself; read on an instance that is false, the value",
        lacks: wraps,
        cases: property_on_class,
    },
    Law {
        name: "property-decorators",
        meaning: "law-descriptor-property-decorators",
        about: "`@wrap`, `@x.setter` and `@x.deleter`, in either order, keep what is there already",
        lacks: wraps,
        cases: property_decorators,
    },
    Law {
        name: "property-inheritance",
        meaning: "law-descriptor-property-inheritance",
        about: "subclasses inherit it; `@Base.x.setter` in a subclass makes another one and leaves that of the base",
        lacks: wraps,
        cases: property_inheritance,
    },
    Law {
        name: "without-builtins",
        meaning: "law-descriptor-without-builtins",
        about: "while it is made and used, no object of the built-in classes `without` comes into being: looked for after \
            every bytecode instruction, among its bases and in its class",
        lacks: |subject| wraps(subject).or_else(|| subject.without.is_empty().then_some("`without`")),
        cases: without_builtins,
    },
];

fn wraps(subject: &Subject) -> Option<&'static str> {
    subject.wrap.is_none().then_some("`wrap`")
}

/// What is run, with the wrapping class in place of `Wrap`.
fn written(subject: &Subject, code: &str) -> String {
    code.replace("Wrap", subject.wrap.as_deref().unwrap_or_default())
}

fn start(subject: &Subject, code: &str) -> Program {
    let program = match &subject.setup {
        Some(code) => Program::default().run(code.clone()),
        None => Program::default(),
    };
    program.run(written(subject, code))
}

/// Expressions and what they must give, as Python.
fn give(program: Program, expected: &[(&str, &str)]) -> Program {
    expected.iter().fold(program, |program, (code, value)| {
        program.gives(*code, literal(value).unwrap_or(Value::Ellipsis))
    })
}

fn all(programs: Vec<Program>, subject: &Subject) -> Vec<Case> {
    vec![Program::together(programs, &subject.needs)]
}

const STATIC: &str = "class A:
    @Wrap
    def f(*args, **kwargs):
        return args, kwargs";

fn static_method(subject: &Subject, _: u64) -> Vec<Case> {
    let called = give(
        start(subject, STATIC).run("class B(A):\n    pass"),
        &[
            ("A.f(1, 2, x=3)", "((1, 2), {'x': 3})"),
            ("A().f(1, 2, x=3)", "((1, 2), {'x': 3})"),
            ("B.f(1, x=3)", "((1,), {'x': 3})"),
            ("B().f(1, x=3)", "((1,), {'x': 3})"),
            ("A.f()", "((), {})"),
            ("A().f()", "((), {})"),
        ],
    );
    let assigned = start(subject, "def add(x, y=1):\n    return x + y").run(written(
        subject,
        "class A:\n    f = Wrap(add)\n    g = Wrap(lambda: 'g')",
    ));
    let assigned = give(
        assigned,
        &[
            ("A.f(1)", "2"),
            ("A().f(1, y=5)", "6"),
            ("A.g()", "'g'"),
            ("A().g()", "'g'"),
        ],
    );
    let raising = start(
        subject,
        "class A:\n    @Wrap\n    def f(x):\n        raise KeyError(x)",
    );
    let raising = raising
        .raises("A.f(1)", "KeyError")
        .raises("A().f(1)", "KeyError");
    all(vec![called, assigned, raising], subject)
}

const CLASS: &str = "class A:
    @Wrap
    def f(cls, *args, **kwargs):
        return cls.__name__, args, kwargs";

fn class_method(subject: &Subject, _: u64) -> Vec<Case> {
    let called = give(
        start(subject, CLASS).run("class B(A):\n    pass"),
        &[
            ("A.f(1, x=2)", "('A', (1,), {'x': 2})"),
            ("A().f(1, x=2)", "('A', (1,), {'x': 2})"),
            ("B.f(1)", "('B', (1,), {})"),
            ("B().f(1)", "('B', (1,), {})"),
            // Once more: calls on other classes leave nothing behind.
            ("A.f()", "('A', (), {})"),
            ("A().f()", "('A', (), {})"),
        ],
    );
    let made = give(
        start(
            subject,
            "class A:\n    def __init__(self, n=0):\n        self.n = n\n    @Wrap\n    def make(cls, n):\n        return cls(n)",
        )
        .run("class B(A):\n    pass"),
        &[("type(B.make(5)) is B and B.make(5).n == 5", "True"), ("type(A(1).make(2)) is A", "True")],
    );
    let above = give(
        start(subject, CLASS).run(written(
            subject,
            "class B(A):\n    @Wrap\n    def f(cls):\n        return 'B.f', super().f()",
        )),
        &[
            ("B.f()", "('B.f', ('B', (), {}))"),
            ("B().f()", "('B.f', ('B', (), {}))"),
        ],
    );
    let kept = give(
        start(subject, CLASS).run("class B(A):\n    pass\non_a, on_b = A.f, B().f"),
        &[("on_b()", "('B', (), {})"), ("on_a()", "('A', (), {})")],
    );
    let empty = give(
        start(
            subject,
            &format!("{CLASS}\n    def __len__(self):\n        return 0"),
        ),
        &[("A().f()", "('A', (), {})")],
    );
    all(vec![called, made, above, kept, empty], subject)
}

const LAST: &str = "class A:
    @Wrap
    def f(*args):
        return args[-1]";

fn shadowed(subject: &Subject, _: u64) -> Vec<Case> {
    let hidden = |code: &str| {
        give(
            start(subject, LAST).run("a, b = A(), A()").run(code),
            &[("a.f", "'mine'"), ("b.f(5)", "5"), ("A.f(5)", "5")],
        )
        .run("del a.f")
        .gives("a.f(5)", Value::int(5))
    };
    all(
        vec![hidden("a.f = 'mine'"), hidden("a.__dict__['f'] = 'mine'")],
        subject,
    )
}

fn property_get(subject: &Subject, _: u64) -> Vec<Case> {
    const COUNT: &str = "class A:
    def __init__(self, n):
        self.n = n
    @Wrap
    def x(self):
        self.n += 1
        return self.n";
    let anew = give(
        start(subject, COUNT).run("a, b = A(0), A(10)"),
        &[("a.x", "1"), ("b.x", "11"), ("a.x", "2"), ("b.x", "12")],
    );
    let planted = give(
        start(subject, COUNT).run("a = A(0)\na.__dict__['x'] = 'planted'"),
        &[("a.x", "1")],
    );
    let read_only = "class A:\n    @Wrap\n    def x(self):\n        raise KeyError('x')";
    let raising = start(subject, read_only).raises("A().x", "KeyError");
    let passed = give(
        start(
            subject,
            "class A:\n    x = Wrap(lambda self: (self.n, None))\n    n = 7",
        ),
        &[("A().x", "(7, None)")],
    );
    all(vec![anew, planted, raising, passed], subject)
}

/// Functions that note how they were called.
const NOTING: &str = "class A:
    def __init__(self):
        self.calls = []
    def get(self):
        self.calls.append('get')
        return 'got'
    def put(self, value):
        self.calls.append(('put', value))
        return 'ignored'
    def drop(self):
        self.calls.append('drop')
";

fn property_set(subject: &Subject, _: u64) -> Vec<Case> {
    let used = |x: &str| {
        give(
            start(subject, &format!("{NOTING}    x = {x}"))
                .run("a, b = A(), A()\na.x = 5\nb.x = None\ndel a.x"),
            &[
                ("a.calls", "[('put', 5), 'drop']"),
                ("b.calls", "[('put', None)]"),
                ("a.x", "'got'"),
                ("b.calls", "[('put', None)]"),
            ],
        )
    };
    let kept = give(
        start(
            subject,
            "class A:\n    n = 1\n    def put(self, value):\n        if value < 0:\n            raise ValueError(value)\n        self.n = value\n    \
             x = Wrap(lambda self: self.n, put)",
        )
        .run("a, b = A(), A()\na.x = 5"),
        &[("(a.x, b.x)", "(5, 1)")],
    )
    .refused("a.x = -1", "ValueError", "a.x");
    let without = start(subject, &format!("{NOTING}    x = Wrap(get, None, drop)")).run("a = A()\ndel a.x");
    let without = give(without, &[("a.calls", "['drop']")]);
    let programs = vec![
        used("Wrap(get, put, drop)"),
        used("Wrap(get, fset=put, fdel=drop)"),
        used("Wrap(fdel=drop, fset=put, fget=get)"),
        kept,
        without,
    ];
    all(programs, subject)
}

fn property_read_only(subject: &Subject, _: u64) -> Vec<Case> {
    const BOTH: [&str; 2] = ["a.x = 5", "del a.x"];
    let bare = start(
        subject,
        &format!("{NOTING}    @Wrap\n    def x(self):\n        return 'got'"),
    )
    .run("a = A()");
    let bare = BOTH.into_iter().fold(bare, |program, code| {
        program.refused(code, "AttributeError", "a.x")
    });
    let bare = give(bare, &[("sorted(a.__dict__)", "['calls']")]);
    let settable = start(subject, &format!("{NOTING}    x = Wrap(get, put)"))
        .run("a = A()\na.x = 5")
        .raises("del a.x", "AttributeError");
    let settable = give(settable, &[("a.calls", "[('put', 5)]")]);
    let deletable = start(subject, &format!("{NOTING}    x = Wrap(get, fdel=drop)"))
        .run("a = A()\ndel a.x")
        .raises("a.x = 5", "AttributeError");
    let deletable = give(deletable, &[("a.calls", "['drop']")]);
    all(vec![bare, settable, deletable], subject)
}

fn property_on_class(subject: &Subject, _: u64) -> Vec<Case> {
    let itself = start(subject, "class A:\n    @Wrap\n    def x(self):\n        return 5")
        .same("A.x", "A.__dict__['x']")
        .run("class B(A):\n    pass")
        .same("B.x", "A.__dict__['x']")
        .gives("B().x", Value::int(5));
    let empty = start(
        subject,
        "class A:\n    @Wrap\n    def x(self):\n        return 5\n    def __len__(self):\n        return 0",
    );
    all(vec![itself, empty.gives("A().x", Value::int(5))], subject)
}

fn property_decorators(subject: &Subject, _: u64) -> Vec<Case> {
    const GET: &str = "class A:\n    n = 1\n    @Wrap\n    def x(self):\n        return self.n\n";
    const SET: &str = "    @x.setter\n    def x(self, value):\n        self.n = value\n";
    const DELETE: &str = "    @x.deleter\n    def x(self):\n        self.n = 0\n";
    let used = |parts: &[&str]| {
        give(
            start(subject, &format!("{GET}{}", parts.concat())).run("a = A()"),
            &[("a.x", "1")],
        )
    };
    let both = |parts: &[&str]| {
        let program = give(used(parts).run("a.x = 5"), &[("a.x", "5"), ("a.n", "5")]);
        give(program.run("del a.x"), &[("a.x", "0"), ("A().x", "1")])
    };
    let set = give(used(&[SET]).run("a.x = 5"), &[("a.x", "5")]).raises("del a.x", "AttributeError");
    let delete = give(used(&[DELETE]).run("del a.x"), &[("a.x", "0")]).raises("a.x = 5", "AttributeError");
    let twice = "    @x.setter\n    def x(self, value):\n        self.n = -value\n";
    let twice = give(used(&[SET, DELETE, twice]).run("a.x = 5"), &[("a.x", "-5")]).run("del a.x");
    let twice = give(twice, &[("a.x", "0")]);
    all(
        vec![both(&[SET, DELETE]), both(&[DELETE, SET]), set, delete, twice],
        subject,
    )
}

fn property_inheritance(subject: &Subject, _: u64) -> Vec<Case> {
    const BASE: &str = "class A:\n    n = 1\n    @Wrap\n    def x(self):\n        return self.n\n";
    const SET: &str = "    @x.setter\n    def x(self, value):\n        self.n = value\n";
    let inherited = start(subject, &format!("{BASE}{SET}"))
        .run("class B(A):\n    pass")
        .run("b, c = B(), B()\nb.x = 5");
    let inherited =
        give(inherited, &[("(b.x, c.x, A().x)", "(5, 1, 1)")]).raises("del b.x", "AttributeError");
    let more = start(subject, BASE)
        .run("class B(A):\n    @A.x.setter\n    def x(self, value):\n        self.n = value")
        .run("b = B()\nb.x = 5");
    let more = give(more, &[("b.x", "5")])
        .run("a = A()")
        .raises("a.x = 5", "AttributeError")
        .different("A.__dict__['x']", "B.__dict__['x']");
    let drops = start(subject, BASE)
        .run("class B(A):\n    @A.x.deleter\n    def x(self):\n        self.n = 0")
        .run("b = B()\ndel b.x");
    let drops = give(drops, &[("b.x", "0")])
        .run("a = A()")
        .raises("del a.x", "AttributeError");
    let over = give(
        start(subject, BASE).run(written(
            subject,
            "class B(A):\n    @Wrap\n    def x(self):\n        return 'B', super().x",
        )),
        &[("B().x", "('B', 1)"), ("A().x", "1")],
    );
    all(vec![inherited, more, drops, over], subject)
}

/// Makes and uses the clone; what it makes meanwhile is looked for after every instruction, since nobody may keep it.
const WITHOUT: &str = r#"import gc, os, sys
kinds = {kind: kind.__name__ for kind in object.__subclasses__() if kind.__name__ in NAMES and kind.__module__ == "builtins"}
library = os.path.dirname(os.__file__)
by_itself = ("__new__", "__init_subclass__", "__class_getitem__")  # Python wraps these
used = set()

def look(thing):
    found = kinds.keys() & set(type(thing).__mro__)
    parts = [getattr(thing, name, None) for name in ("__func__", "fget", "fset", "fdel") if found]
    codes = [part.__code__.co_filename for part in parts if hasattr(part, "__code__")]
    if found and getattr(parts[0], "__name__", "") not in by_itself and not any(code.startswith(library) for code in codes):
        used.update(kinds[kind] for kind in found)

def watch(frame, event, arg):
    frame.f_trace_opcodes = True
    for thing in gc.get_objects(generation=0):
        look(thing)
    return watch

def function(*args):
    return args

def use():
    made = Wrap(function)
    for part in ("setter", "deleter"):
        if hasattr(made, part):
            made = getattr(made, part)(function)
    A = type("A", (), {"f": made})
    a = A()
    for act in ("A.f", "A.f()", "a.f", "a.f()", "setattr(a, 'f', 1)", "delattr(a, 'f')"):
        try:
            eval(act, {"A": A, "a": a})
        except Exception:
            pass
    return made

gc.collect()
gc.disable()
sys.settrace(watch)
try:
    made = use()
finally:
    sys.settrace(None)
    gc.enable()
for base in type(made).__mro__:
    file = getattr(sys.modules.get(base.__module__), "__file__", None) or library
    for name, thing in vars(base).items():
        if not file.startswith(library) and name not in by_itself:
            look(thing)"#;

/// What it is derived from, or holds.
const HELD: &str = "import gc
made = Wrap(lambda *args: args)
parts = [made, *gc.get_referents(made)]
for part in [*parts]:
    if type(part) in (dict, list, tuple, set):
        parts += gc.get_referents(part)
used = {kind.__name__ for part in parts for kind in type(part).__mro__ if kind.__name__ in NAMES and kind.__module__ == 'builtins'}";

fn without_builtins(subject: &Subject, _: u64) -> Vec<Case> {
    let names: Vec<String> = subject.without.iter().map(|name| format!("{name:?}")).collect();
    let names = format!("({},)", names.join(", "));
    // The short one first: it says more where it says something.
    let cases = [HELD, WITHOUT].map(|code| {
        let program = start(subject, &code.replace("NAMES", &names));
        let program = program.gives("sorted(used)", Value::List(Vec::new()));
        program.alone(&subject.needs)
    });
    cases.into()
}
