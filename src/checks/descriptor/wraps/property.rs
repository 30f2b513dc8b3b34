//! Properties.

use crate::checks::call::Case;
use crate::checks::descriptor::Subject;
use crate::checks::descriptor::wraps::steps::{all, give, start, written};
use crate::model::value::Value;

pub(super) fn property_get(subject: &Subject, _: u64) -> Vec<Case> {
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

pub(super) fn property_set(subject: &Subject, _: u64) -> Vec<Case> {
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

pub(super) fn property_read_only(subject: &Subject, _: u64) -> Vec<Case> {
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

pub(super) fn property_on_class(subject: &Subject, _: u64) -> Vec<Case> {
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

pub(super) fn property_decorators(subject: &Subject, _: u64) -> Vec<Case> {
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

pub(super) fn property_inheritance(subject: &Subject, _: u64) -> Vec<Case> {
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
