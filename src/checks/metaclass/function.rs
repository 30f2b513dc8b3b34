//! Laws of a function `f(name, bases, namespace)` that makes a class.

use crate::checks::call::Case;
use crate::checks::laws::Law;
use crate::checks::metaclass::subject::{Subject, Writer, list, text, tuple};
use crate::model::value::Value;

pub(super) const BASES_KEPT: Law<Subject> = Law {
    name: "bases-kept",
    meaning: "law-metaclass-bases-kept",
    about: "the class has the name and the bases that are given, none, one or several, and their methods; needs `function`",
    lacks: no_function,
    cases: bases_kept,
};

pub(super) const NAMESPACE_KEPT: Law<Subject> = Law {
    name: "namespace-kept",
    meaning: "law-metaclass-namespace-kept",
    about: "the namespace becomes attributes, methods, properties and special methods, and `__set_name__` and `__init_subclass__` see it whole; needs `function`",
    lacks: no_function,
    cases: namespace_kept,
};

pub(super) const MODULE_KEPT: Law<Subject> = Law {
    name: "module-kept",
    meaning: "law-metaclass-module-kept",
    about: "a `__module__`, `__qualname__` and `__doc__` of the namespace are those of the class; needs `function`",
    lacks: no_function,
    cases: module_kept,
};

pub(super) const METACLASS_OF_BASES: Law<Subject> = Law {
    name: "metaclass-of-bases",
    meaning: "law-metaclass-metaclass-of-bases",
    about: "`__new__` and `__init__` of the bases' metaclass, of the most derived one, run with the name, the bases and the whole namespace, `__init__` once; needs `function`",
    lacks: no_function,
    cases: metaclass_of_bases,
};

fn no_function(subject: &Subject) -> Option<&'static str> {
    subject.function.is_none().then_some("`function`")
}

fn bases_kept(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "bases-kept");
    let none = Writer::new(&words)
        .run("made = $F('$A', (), {})")
        .holds("isinstance(made, type)")
        .gives("made.__name__", words.text('A'))
        .holds("made.__bases__ == (object,)")
        .holds("type(made) is type and type(made()) is made")
        .done();
    let one = Writer::new(&words)
        .run("made = $F('$A', (int,), {})")
        .holds("made.__bases__ == (int,)")
        .gives("made.__name__", words.text('A'))
        .gives("made(20) + 1", Value::int(21))
        .done();
    let several = Writer::new(&words)
        .run("class $B:\n    def hello(self):\n        return ['$B']")
        .run("class $C($B):\n    def hello(self):\n        return ['$C'] + super().hello()")
        .run("class $D($B):\n    def hello(self):\n        return ['$D'] + super().hello()")
        .run("made = $F('$A', ($D, $C), {})")
        .gives(
            "[cls.__name__ for cls in made.__mro__]",
            list([
                words.text('A'),
                words.text('D'),
                words.text('C'),
                words.text('B'),
                text("object"),
            ]),
        )
        .holds("made.__bases__ == ($D, $C)")
        .gives(
            "made().hello()",
            list([words.text('D'), words.text('C'), words.text('B')]),
        )
        .done();
    subject.each(vec![none, one, several])
}

fn namespace_kept(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "namespace-kept");
    let methods = Writer::new(&words)
        .run(
            "
namespace = {
    '__init__': lambda self, number: setattr(self, 'number', number),
    '__len__': lambda self: self.number,
    'limit': 10,
    'nothing': None,
    'names': ['a', 'b'],
    'twice': lambda self: 2 * self.number,
    'half': property(lambda self: self.number // 2),
    'named': classmethod(lambda cls: cls.__name__),
    'added': staticmethod(lambda a, b: a + b),
}
",
        )
        .run("made = $F('$A', (), namespace)")
        .run("instance = made(6)")
        .gives(
            "(instance.number, len(instance))",
            tuple([Value::int(6), Value::int(6)]),
        )
        .gives("(made.limit, made.nothing)", tuple([Value::int(10), Value::None]))
        .gives("made.names", list([text("a"), text("b")]))
        .gives(
            "(instance.twice(), instance.half)",
            tuple([Value::int(12), Value::int(3)]),
        )
        .gives(
            "(made.named(), made.added(1, 2))",
            tuple([words.text('A'), Value::int(3)]),
        )
        .done();
    let hooks = Writer::new(&words)
        .run(
            "
class $B:
    def __init_subclass__(cls):
        cls.seen = cls.number

class Named:
    def __set_name__(self, owner, name):
        self.owner, self.name = owner, name

field = Named()
",
        )
        .run("made = $F('$C', ($B,), {'number': 5, 'field': field})")
        .gives("(made.seen, field.name)", tuple([Value::int(5), text("field")]))
        .same("field.owner", "made")
        .done();
    let apart = Writer::new(&words)
        .run("one = $F('$A', (), {'number': 1})")
        .run("two = $F('$A', (), {'other': 2})")
        .gives("(one.number, two.other)", tuple([Value::int(1), Value::int(2)]))
        .holds("not hasattr(two, 'number') and one is not two")
        .done();
    subject.each(vec![methods, hooks, apart])
}

fn module_kept(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "module-kept");
    let program = Writer::new(&words)
        .run("made = $F('$A', (), {'__module__': 'somewhere.else', '__qualname__': 'Outer.$A', '__doc__': 'A class.'})")
        .gives("made.__module__", text("somewhere.else"))
        .gives("made.__qualname__", Value::Str(format!("Outer.{}", words.name('A'))))
        .gives("made.__doc__", text("A class."))
        .gives("made.__name__", words.text('A'))
        .done();
    subject.each(vec![program])
}

/// Metaclasses that note what they get.
const NOTING: &str = "
class Noting(type):
    seen = []

    def __new__(meta, name, bases, namespace):
        Noting.seen.append(('new', name, bases, dict(namespace)))
        cls = super().__new__(meta, name, bases, namespace)
        cls.by_new = name
        return cls

    def __init__(cls, name, bases, namespace):
        Noting.seen.append(('init', name, bases, dict(namespace)))
        super().__init__(name, bases, namespace)
        cls.by_init = name

class Deeper(Noting):
    pass

class $B(metaclass=Noting):
    pass

class $C(metaclass=Deeper):
    pass

given = {'number': 5, 'names': ['a'], '__module__': 'somewhere', 'method': lambda self: 7}

def whole(what, name, bases):
    # Whether that ran for this class, with everything that was given.
    found = [all(key in seen and seen[key] is value for key, value in given.items())
             for called, whose, over, seen in Noting.seen if (called, whose, over) == (what, name, bases)]
    # Python itself asks `__new__` again where another base has the more derived metaclass.
    return found[-1:] if what == 'new' else found
";

fn metaclass_of_bases(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "metaclass-of-bases");
    let truly = || list([Value::Bool(true)]);
    let over = |bases: &str, metaclass: &str| {
        Writer::new(&words)
            .run(NOTING)
            .run(&format!("made = $F('$A', {bases}, given)"))
            .holds(&format!(
                "type(made) is {metaclass} and made.__bases__ == {bases}"
            ))
            .gives(&format!("whole('new', '$A', {bases})"), truly())
            .gives(&format!("whole('init', '$A', {bases})"), truly())
            .gives(
                "(made.by_new, made.by_init)",
                tuple([words.text('A'), words.text('A')]),
            )
            .gives("made().method()", Value::int(7))
            .done()
    };
    subject.each(vec![
        over("($B,)", "Noting"),
        over("($B, $C)", "Deeper"),
        over("(dict, $C)", "Deeper"),
    ])
}
