//! Laws of how a metaclass makes classes, among other classes and metaclasses.

use crate::checks::call::Case;
use crate::checks::laws::Law;
use crate::checks::metaclass::subject::{Subject, Words, Writer, dict, list, text, tuple};
use crate::model::value::Value;

pub(super) const ORDINARY_CLASSES: Law<Subject> = Law {
    name: "ordinary-classes",
    meaning: "law-metaclass-ordinary-classes",
    about: "a class of the metaclass has its bases, attributes and methods, `super()` and `__class__` work in them, `__set_name__` of its attributes is called; needs `metaclass`",
    lacks: no_metaclass,
    cases: ordinary_classes,
};

pub(super) const KEYWORDS_PASSED_ON: Law<Subject> = Law {
    name: "keywords-passed-on",
    meaning: "law-metaclass-keywords-passed-on",
    about: "keywords of a `class` statement reach `__init_subclass__` of a base, and one that nobody takes is a TypeError as ever; needs `metaclass`",
    lacks: no_metaclass,
    cases: keywords_passed_on,
};

pub(super) const COOPERATES: Law<Subject> = Law {
    name: "cooperates",
    meaning: "law-metaclass-cooperates",
    about: "`__prepare__`, `__new__`, `__init__` and `__call__` of another metaclass run with their keywords when a third one is derived from both, in either order, and the work of this one (`log`, `registry`) is done too; needs `metaclass`",
    lacks: no_metaclass,
    cases: cooperates,
};

pub(super) fn no_metaclass(subject: &Subject) -> Option<&'static str> {
    subject.metaclass.is_none().then_some("`metaclass`")
}

fn ordinary_classes(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "ordinary-classes");
    let program = Writer::new(&words)
        .run(
            "
class Named:
    def __set_name__(self, owner, name):
        self.owner, self.name = owner, name

class $A(metaclass=$M):
    field = Named()
    number = 5
    def hello(self, word='hello'):
        return [word]

class $B($A):
    def hello(self, word='hi'):
        return super().hello(word) + [__class__.__name__]
",
        )
        .holds("isinstance($M, type) and issubclass($M, type)")
        .holds("type($A) is $M and type($B) is $M")
        .gives(
            "($A.__name__, $B.__name__)",
            tuple([words.text('A'), words.text('B')]),
        )
        .gives(
            "[cls.__name__ for cls in $B.__mro__]",
            list([words.text('B'), words.text('A'), text("object")]),
        )
        .gives(
            "($A.number, $A.field.name)",
            tuple([Value::int(5), text("field")]),
        )
        .same("$A.field.owner", "$A")
        .gives("$B().hello()", list([text("hi"), words.text('B')]))
        .done();
    subject.each(vec![program])
}

fn keywords_passed_on(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "keywords-passed-on");
    let program = Writer::new(&words)
        .run(
            "
class $A(metaclass=$M):
    def __init_subclass__(cls, flavour=None, size=0, **keywords):
        super().__init_subclass__(**keywords)
        cls.given = (flavour, size)
",
        )
        .run("class $B($A, flavour='sweet', size=3):\n    pass")
        .gives("$B.given", tuple([text("sweet"), Value::int(3)]))
        .run("made = $M('$C', ($A,), {}, flavour='sour')")
        .gives("made.given", tuple([text("sour"), Value::int(0)]))
        .raises("class $D(metaclass=$M, flavour='salt'):\n    pass", "TypeError")
        .done();
    subject.each(vec![program])
}

/// Another metaclass that keeps to the rules.
const OTHER: &str = "
class Other(type):
    calls = []

    @classmethod
    def __prepare__(meta, name, bases, **keywords):
        namespace = super().__prepare__(name, bases, **keywords)
        namespace['prepared'] = name
        return namespace

    def __new__(meta, name, bases, namespace, flavour=None, **keywords):
        cls = super().__new__(meta, name, bases, namespace, **keywords)
        cls.flavours = [flavour]
        return cls

    def __init__(cls, name, bases, namespace, flavour=None, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        cls.flavours.append(flavour)

    def __call__(cls, *args, **kwargs):
        Other.calls.append((cls.__name__, args, kwargs))
        return super().__call__(*args, **kwargs)
";

fn cooperates(subject: &Subject, seed: u64) -> Vec<Case> {
    let one = |program: &str, bases: &str| {
        let words = subject.words(seed, program);
        together(subject, &words, bases)
    };
    subject.each(vec![
        one("cooperates, first", "$M, Other"),
        one("cooperates, second", "Other, $M"),
    ])
}

/// A class of a metaclass that is derived from both, and one derived from that class.
fn together(subject: &Subject, words: &Words<'_>, bases: &str) -> crate::checks::laws::Program {
    let given = (tuple([Value::int(1)]), dict(&[("key", Value::int(2))]));
    let mut writer = Writer::new(words)
        .run(OTHER)
        .run(&format!("class Both({bases}):\n    pass"));
    if subject.log.is_some() {
        writer = writer.run("start = len($LOG)");
    }
    writer = writer
        .run(
            "
class $A(metaclass=Both, flavour='sweet'):
    def __init__(self, *args, **kwargs):
        self.given = (args, kwargs)
",
        )
        .gives("$A.flavours", list([text("sweet"), text("sweet")]))
        .gives("$A.prepared", words.text('A'))
        .run("class $B($A, flavour='sour'):\n    pass")
        .gives("$B.flavours", list([text("sour"), text("sour")]))
        .gives("$B(1, key=2).given", tuple([given.0.clone(), given.1.clone()]))
        .gives(
            "Other.calls",
            list([tuple([words.text('B'), given.0.clone(), given.1.clone()])]),
        );
    if let Some(made) = &subject.made {
        let mut events = Vec::new();
        for letter in ['A', 'B'] {
            events.extend(items(made.name(words.name(letter))));
        }
        events.extend(
            subject
                .called
                .as_ref()
                .map(|called| called.fill(words.name('B'), &given.0, &given.1)),
        );
        writer = writer.like("$LOG[start:]", Value::List(events));
    }
    if subject.registry.is_some() {
        writer = writer.same("$REGISTRY['$A']", "$A").same("$REGISTRY['$B']", "$B");
    }
    writer.done()
}

/// What a list has in it.
pub(super) fn items(value: Value) -> Vec<Value> {
    match value {
        Value::List(items) => items,
        other => vec![other],
    }
}
