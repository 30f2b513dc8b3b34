//! Static and class methods.

use crate::checks::call::Case;
use crate::checks::descriptor::Subject;
use crate::checks::descriptor::wraps::steps::{all, give, start, written};
use crate::model::value::Value;

const STATIC: &str = "class A:
    @Wrap
    def f(*args, **kwargs):
        return args, kwargs";

pub(super) fn static_method(subject: &Subject, _: u64) -> Vec<Case> {
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

pub(super) fn class_method(subject: &Subject, _: u64) -> Vec<Case> {
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

pub(super) fn shadowed(subject: &Subject, _: u64) -> Vec<Case> {
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
